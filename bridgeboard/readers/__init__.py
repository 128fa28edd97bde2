"""Files to text: a programme's folder or workbook, with nothing typed and nothing trimmed."""

from bridgeboard.readers.folder import read_folder, read_tables
from bridgeboard.readers.text_table import FileRead, FolderRead, TextTable

__all__ = ["FileRead", "FolderRead", "TextTable", "read_folder", "read_tables"]
