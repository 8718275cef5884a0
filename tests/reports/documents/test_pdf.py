"""The PDF can be searched, read aloud, printed and filed."""

import io

import pypdf
import pytest

from reports.documents.content import Block, Cell, Definition, Row
from reports.documents.pdf import write_pdf
from tests.reports.documents.documents import cross_table, empty_table, figures, long_table, report, table, wide_table


def read(document) -> pypdf.PdfReader:
    """The PDF of a document, opened."""
    return pypdf.PdfReader(io.BytesIO(write_pdf(document)))


def texts(reader: pypdf.PdfReader) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in reader.pages]


@pytest.fixture(scope="module")
def whole() -> pypdf.PdfReader:
    return read(report())


def test_text_can_be_copied_with_rare_characters(whole):
    text = "".join(texts(whole))
    for name in ("髙﨑", "𠮷田", "𩸽", "①㈱", "～－", "熊本県知事 様"):
        assert name in text


def test_characters_that_xml_reserves_are_printed_as_they_are(whole):
    assert "<第3号> & 電話" in texts(whole)[0]


def test_every_font_is_embedded_and_maps_to_unicode(whole):
    seen = 0
    for page in whole.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
            assert "/ToUnicode" in font.get_object()
            seen += 1
    assert seen


def test_the_file_says_what_it_is(whole):
    assert whole.metadata.title == "熊本窓口 月次報告書 令和8年10月（2026年10月） 第2版（下書き）"
    assert whole.metadata.author == report().sender
    assert whole.metadata.subject == report().contract
    assert report().sha256() in whole.metadata["/Keywords"]
    assert whole.trailer["/Root"]["/Lang"] == "ja-JP"


def test_every_page_carries_its_number_the_edition_and_the_hash(whole):
    pages = texts(whole)
    for number, text in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text
        assert "第2版（下書き）" in text
        assert report().short_hash in text


def test_the_bookmarks_lead_to_the_tables(whole):
    flat = [entry for entry in whole.outline if not isinstance(entry, list)]
    assert [entry.title for entry in flat][1:4] == [t.heading for t in report().tables[:3]]
    for entry in flat:
        page = whole.get_destination_page_number(entry)
        assert entry.title.split("　")[0] in whole.pages[page].extract_text()


def test_the_contents_name_the_page_of_each_table(whole):
    page = next(n for n, text in enumerate(texts(whole), start=1) if "苦情の件数" in text)
    lines = texts(whole)[0].splitlines()
    assert lines[next(n for n, line in enumerate(lines) if line.startswith("表5")) + 1].strip() == str(page)


def test_a_long_table_repeats_its_heading_on_every_page():
    pages = [text for text in texts(read(report(tables=(long_table(),), charts=()))) if "架空町" in text]
    assert len(pages) >= 3
    assert all("市町村" in text and "年度累計" in text and "単位" in text for text in pages)
    assert sum(text.count("架空町") for text in pages) == 120


def test_a_wide_table_lies_across_and_the_next_one_stands_again():
    reader = read(report(tables=(cross_table(), wide_table(), empty_table()), charts=()))
    shapes = {}
    for page in reader.pages:
        for name in ("相談件数", "月別の訪問", "苦情の件数"):
            if f"{name}" in page.extract_text() and page.page_number:
                shapes[name] = page.mediabox.width > page.mediabox.height
    assert shapes == {"相談件数": False, "月別の訪問": True, "苦情の件数": False}


def test_a_heading_stands_on_the_page_of_its_first_row():
    sizes = [*range(1, 31, 2), 60, 26, 25, 24]
    tables = []
    for number, size in enumerate(sizes, start=1):
        rows = tuple(Row(f"第{number}の{n}行", figures(n)) for n in range(size))
        tables.append(table(number, f"架空の表{number}番", Block(f"塊{number}番", "項目", ("当月",), rows)))
    pages = texts(read(report(tables=tuple(tables), charts=())))[1:]
    for number in range(1, len(sizes) + 1):
        (page,) = [text for text in pages if f"第{number}の0行" in text]
        assert f"塊{number}番" in page
        assert f"架空の表{number}番" in page


def test_a_total_is_never_alone_on_a_page():
    for size in range(70, 86):
        rows = tuple(Row(f"架空町{n}", figures(n)) for n in range(size))
        block = Block("塊", "町", ("当月",), (*rows, Row("合わせて", figures(size), total=True)))
        pages = texts(read(report(tables=(table(1, "表", block),), charts=(), definitions=())))
        (last,) = [text for text in pages if "合わせて" in text]
        assert f"架空町{size - 1}" in last


def test_turning_the_paper_leaves_no_empty_page():
    for tables in ((wide_table(),), (wide_table(), wide_table()), (wide_table(), empty_table())):
        pages = texts(read(report(tables=tables, charts=())))
        assert all(len(text.splitlines()) > 8 for text in pages)


def test_a_table_wider_than_any_page_goes_on_below_with_all_its_columns():
    columns = tuple(f"架空県{n}" for n in range(47))
    block = Block("現住所別", "方法", columns, (Row("電話", figures(*range(5000, 5047))),))
    text = "".join(texts(read(report(tables=(table(1, "全国", block),), charts=()))))
    assert all(f"{number:,}" in text for number in range(5000, 5047))


def test_words_get_the_room_that_short_columns_leave_and_no_empty_column_of_units():
    long = "熊本の企業を訪問し、移住を考える方に合う求人を掘り起こす。"
    columns, cells = ("番号", "計画", "数"), (Cell("①"), Cell(long), Cell(1_234_567))
    words, counted = (
        next(page for page in texts(read(report(tables=(table(1, "計画", block),), charts=()))) if "1,234,567" in page)
        for block in (
            Block("計画", "機関", columns, (Row("熊本窓口", cells, ""),)),
            Block("計画", "機関", columns, (Row("熊本窓口", cells, "件"),)),
        )
    )
    assert long in words
    assert long in counted
    assert words.split("1,234,567")[0].count("単位") == 0
    assert counted.split("1,234,567")[0].count("単位") == 1


def test_an_empty_table_says_so():
    assert "該当なし" in "".join(texts(read(report(tables=(empty_table(),)))))


def test_a_masked_number_is_printed_as_a_range_and_explained(whole):
    text = "".join(texts(whole))
    assert "1〜4" in text
    assert "個人が分かるおそれのある小さい数を伏せたもの" in text


def test_a_draft_warns_on_its_cover_and_a_confirmed_report_does_not():
    warning = "確定するまで数字は変わることがあります"
    confirmed = report(status="確定", confirmed_by="架空 花子", confirmed_at="2026-11-02T09:00:00+09:00")
    assert warning in texts(read(report()))[0]
    assert warning not in texts(read(confirmed))[0]


def test_a_character_that_no_font_has_is_printed_as_a_mark_and_named():
    text = "".join(texts(read(report(remarks=("笑顔😀です",)))))
    assert "笑顔〓です" in text
    assert "U+1F600" in text


def test_texts_longer_than_a_page_are_printed_whole():
    words = "定義の言葉" * 700
    block = Block("塊", "項目", ("説明",), (Row("長い", (Cell("説明の文" * 700),)), Row("あと", (Cell("短い"),))))
    document = report(
        tables=(table(1, "長文", block),),
        charts=(),
        definitions=(Definition("k", "名", "件", 1, words, words),),
        remarks=(words,),
    )
    text = "".join(texts(read(document))).replace("\n", "")
    # Page headings stand between the pieces, so single characters are counted.
    assert text.count("葉") >= 3 * 700
    assert text.count("説") >= 700


def test_a_report_without_tables_charts_and_definitions_can_still_be_made():
    assert len(read(report(tables=(), charts=(), definitions=(), remarks=())).pages) == 2


def test_there_is_no_font_that_only_the_reader_may_have(whole):
    assert b"Helvetica" not in write_pdf(report())
