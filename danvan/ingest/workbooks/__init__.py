"""A form as a workbook that goes out locked and comes back filled; and workbooks of anybody's making."""
