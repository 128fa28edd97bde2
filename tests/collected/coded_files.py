"""Small projects in the shapes that programs for qualitative analysis write, made by the tests."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import xlsxwriter

from bridgeboard.collected import (
    code_matrix,
    coded_segments,
    qualcoder,
    refi_codebook,
    refi_project,
    taguette,
)

#: The kinds of files with coded documents.
CODED = (
    *refi_project.KINDS,
    *refi_codebook.KINDS,
    *qualcoder.KINDS,
    *taguette.KINDS,
    *coded_segments.KINDS,
    *code_matrix.KINDS,
)

#: Where real exports lie on the machines of those who develop; tests skip where they are absent.
SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "qda"

#: Two coders; Inner setting > Culture is coded in FG1 at 10-30 by both, and at 40-50 by one; in
#: FG2 Barriers > Time once. GUIDs are written in both cases, as programs do.
PROJECT = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Study"
  origin="NVivo 12" basePath="/Users/jane.roe/qda">
<Users><User guid="AAAAAAAA-0000-0000-0000-000000000001" name="Jane Roe"/>
<User guid="AAAAAAAA-0000-0000-0000-000000000002" name="John Doe"/></Users>
<CodeBook><Codes>
 <Code guid="cccccccc-0000-0000-0000-000000000001" name="Inner setting" isCodable="true">
  <Code guid="cccccccc-0000-0000-0000-000000000002" name="Culture" isCodable="true">
   <Description>Shared values</Description></Code></Code>
 <Code guid="cccccccc-0000-0000-0000-000000000003" name="Barriers" isCodable="false">
  <Code guid="cccccccc-0000-0000-0000-000000000004" name="Time" isCodable="true"/></Code>
</Codes></CodeBook>
<Variables><Variable guid="dddddddd-0000-0000-0000-000000000001" name="Wave" typeOfVariable="Text"/>
<Variable guid="dddddddd-0000-0000-0000-000000000002" name="First name" typeOfVariable="Text"/>
</Variables>
<Cases><Case guid="eeeeeeee-0000-0000-0000-000000000001" name="Mary Major">
 <VariableValue><VariableRef targetGUID="DDDDDDDD-0000-0000-0000-000000000001"/>
  <TextValue>post</TextValue></VariableValue>
 <VariableValue><VariableRef targetGUID="DDDDDDDD-0000-0000-0000-000000000002"/>
  <TextValue>Mary</TextValue></VariableValue>
 <SourceRef targetGUID="BBBBBBBB-0000-0000-0000-000000000002"/></Case></Cases>
<Sources>
 <TextSource guid="BBBBBBBB-0000-0000-0000-000000000001" name="FG1.docx">
  <PlainTextContent>Every word that was ever said in this room.</PlainTextContent>
  <PlainTextSelection guid="ffffffff-0000-0000-0000-000000000001"
    startPosition="10" endPosition="30" name="We were made welcome">
   <Coding guid="99999999-0000-0000-0000-000000000001"
     creatingUser="AAAAAAAA-0000-0000-0000-000000000001">
    <CodeRef targetGUID="CCCCCCCC-0000-0000-0000-000000000002"/></Coding>
  </PlainTextSelection>
  <PlainTextSelection guid="ffffffff-0000-0000-0000-000000000002"
    startPosition="10" endPosition="30" name="We were made welcome">
   <Coding guid="99999999-0000-0000-0000-000000000002"
     creatingUser="aaaaaaaa-0000-0000-0000-000000000002">
    <CodeRef targetGUID="CCCCCCCC-0000-0000-0000-000000000002"/></Coding>
  </PlainTextSelection>
  <PlainTextSelection guid="ffffffff-0000-0000-0000-000000000003"
    startPosition="40" endPosition="50" name="cut off here ...">
   <Coding guid="99999999-0000-0000-0000-000000000003"
     creatingUser="AAAAAAAA-0000-0000-0000-000000000001">
    <CodeRef targetGUID="CCCCCCCC-0000-0000-0000-000000000002"/></Coding>
  </PlainTextSelection>
 </TextSource>
 <TextSource guid="BBBBBBBB-0000-0000-0000-000000000002" name="FG2.docx">
  <PlainTextSelection guid="ffffffff-0000-0000-0000-000000000004" startPosition="5" endPosition="9">
   <Coding guid="99999999-0000-0000-0000-000000000004"
     creatingUser="AAAAAAAA-0000-0000-0000-000000000001">
    <CodeRef targetGUID="CCCCCCCC-0000-0000-0000-000000000004"/></Coding>
  </PlainTextSelection>
 </TextSource>
</Sources></Project>
"""

CODEBOOK = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="{namespace}" origin="NVivo 12"><Codes>
<Code guid="1" name="Inner setting"><Description>Where it happens</Description>
<Code guid="2" name="Culture"/></Code></Codes><Sets/></CodeBook>
"""

HIGHLIGHTS = [
    ["id", "document", "tag", "content"],
    ["1", "FG1", "Inner setting.Culture", "We were made welcome."],
    ["1", "FG1", "benefits", "We were made welcome."],
    ["2", "FG2", "Barriers.Time", "No time at all."],
]


def zipped(*members: tuple[str, str | bytes]) -> bytes:
    """A zip file of these members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def qdpx(project: str = PROJECT, name: str = "project.qde") -> bytes:
    """A project with a transcript beside its project file."""
    return zipped((name, project), ("sources/1.txt", "Every word that was ever said in this room."))


def csv_of(rows: list[list[str]]) -> bytes:
    """Rows as CSV."""
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return ("\n".join(lines) + "\n").encode()


def xlsx_of(rows: list[list[str]]) -> bytes:
    """Rows as a workbook of one sheet."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("export")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return data.getvalue()


def qualcoder_project(*more: str) -> bytes:
    """A QualCoder project: its real tables, two coders, a category; more statements of SQL."""
    database = sqlite3.connect(":memory:")
    database.executescript(
        """
        CREATE TABLE project (databaseversion text, date text, memo text, about text,
            bookmarkfile integer, bookmarkpos integer, codername text);
        CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text,
            memo text, owner text, date text, av_text_id integer, risid integer, unique(name));
        CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text,
            memo text, supercatid integer, unique(name));
        CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer,
            owner text, date text, color text, unique(name));
        CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text,
            pos0 integer, pos1 integer, owner text, date text, memo text, avid integer,
            important integer, unique(cid, fid, pos0, pos1, owner));
        CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer,
            width integer, height integer, cid integer, memo text, date text, owner text,
            important integer);
        CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer,
            cid integer, memo text, date text, owner text, important integer);
        INSERT INTO source (id, name, fulltext) VALUES (1, 'FG1', 'Every word'), (2, 'FG2', 'All');
        INSERT INTO code_cat (catid, name, supercatid) VALUES (1, 'Inner setting', NULL);
        INSERT INTO code_name (cid, name, catid) VALUES (1, 'Culture', 1), (2, 'Time', NULL);
        INSERT INTO code_text (cid, fid, seltext, pos0, pos1, owner) VALUES
            (1, 1, 'made welcome', 10, 30, 'Jane Roe'), (1, 1, 'made welcome', 10, 30, 'John Doe'),
            (1, 1, 'cut off', 40, 50, 'Jane Roe');
        INSERT INTO code_image (id, x1, y1, width, height, cid, owner)
            VALUES (2, 1, 1, 5, 5, 2, 'Jane Roe');
        """
    )
    for statement in more:
        database.executescript(statement)
    database.commit()
    data = database.serialize()
    database.close()
    return data
