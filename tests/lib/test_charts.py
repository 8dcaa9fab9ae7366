from decimal import Decimal

from portal.lib import charts

MONTHS = [{"label": f"{n}", "value": Decimal(n * 10000), "url": f"?m={n}"} for n in range(1, 13)]


def test_every_column_is_a_link_that_says_label_and_figure():
    svg = charts.columns([{"label": "3 月", "value": Decimal(1234), "url": "?m=3"}])
    assert 'href="?m=3" aria-label="3 月: 1,234.00"' in svg
    assert charts.columns(MONTHS).count("<a ") == 12


def test_charts_have_no_style_attribute_and_escape_labels():
    svg = charts.columns([{"label": "<b>", "value": 1, "url": '"><i>'}])
    assert "style=" not in svg and "<b>" not in svg and "<i>" not in svg


def test_the_longest_bar_fills_the_track_and_negative_ones_are_marked():
    bars = charts.bars(
        [{"label": "a", "value": Decimal(200), "url": ""}, {"label": "b", "value": Decimal(-50), "url": ""}]
    )
    assert 'class="mark" width="100.00%"' in bars[0]["svg"]
    assert 'class="mark minus" width="25.00%"' in bars[1]["svg"]


def test_empty_charts_and_charts_of_nothing_do_not_fail():
    for rows in ([], [{"label": "a", "value": None, "url": ""}], [{"label": "a", "value": Decimal(0), "url": ""}]):
        charts.columns(rows), charts.lines(rows), charts.bars(rows)
    assert charts.tiles([]) == charts.sparkline([1]) == ""


def test_tiles_are_shaded_in_five_steps_and_zero_stays_grey():
    rows = [{"name": f"{n}省", "row": 1, "col": n, "value": Decimal(n), "url": "?"} for n in range(6)]
    svg = charts.tiles(rows)
    assert [f"shade-{step}" in svg for step in range(6)] == [True] * 6
    assert ">3<" in svg and "3省<" not in svg
