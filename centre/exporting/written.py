"""What came out of writing a file."""

from dataclasses import dataclass


@dataclass
class Written:
    """Rows of data; letters that the encoding lacks (with the first of them in words); texts cut at a cell's end."""

    rows: int = 0
    replaced: int = 0
    first_replaced: str = ""
    cut: int = 0

    def in_words(self) -> str:
        """What the person who asked must know."""
        words = f"{self.rows:,}件を書き出しました。"
        if self.replaced:
            words += (
                f"Shift_JISにない文字{self.replaced:,}字を「〓」に置きかえました（はじめは{self.first_replaced}）。"
                "文字をそのまま残すには、ExcelかUTF-8で書き出してください。"
            )
        if self.cut:
            words += f"1つのセルに入りきらない文章{self.cut:,}件は、32,767字で切りました。全文はCSVで書き出せます。"
        return words
