"""Keys of what a visit keeps: objects by identity, never by an address that is used again."""

from bridgeboard.ui.load_session import Same


class _Thing:
    pass


def test_a_thing_in_a_key_is_equal_to_itself_alone_and_lives_on() -> None:
    one = _Thing()
    made = {(Same(one), "map"): "of one"}
    assert made[Same(one), "map"] == "of one"
    address = id(one)
    del one
    # While the key is there nothing else can have the address.
    others = [_Thing() for _ in range(1000)]
    assert address not in [id(other) for other in others]
    assert not [other for other in others if (Same(other), "map") in made]
