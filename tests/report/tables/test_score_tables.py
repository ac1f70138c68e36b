from dangvien_analysis.forecasting.forecast_scores import account
from dangvien_analysis.report.tables.score_tables import forecasts_table, remarks, scores_table
from tests.forecasting.test_forecast_scores import forecasts, outcome, units

FOUND = account(forecasts(), units(), outcome(a=11, b=6))
HOLED = account(forecasts(), units(), outcome(a=11, b=None))


def test_each_forecast_stands_beside_what_came() -> None:
    frame = forecasts_table(FOUND).frame
    assert list(frame.iloc[0]) == ["01/7/2023", "12", "9-14", "7-18", "10", "17"]
    assert list(frame.iloc[1])[1:] == ["15", "13-16", "12-17", "16", "17"]


def test_scores_stand_beside_those_of_the_run_rate() -> None:
    rows = {row[0]: row[1:] for row in scores_table(FOUND).frame.itertuples(index=False)}
    assert rows["Khoảng 80% chứa kết quả"] == ("0%", "không có khoảng")
    assert rows["Khoảng 95% chứa kết quả"] == ("100%", "không có khoảng")
    assert rows["Điểm phạt của khoảng 80%, người (nhỏ là tốt)"] == ("24,0", "40,0")
    assert rows["Điểm Brier của chỉ tiêu chung (nhỏ là tốt)"] == ("0,025", "0,000")


def test_what_is_not_known_says_so() -> None:
    rows = {row[0]: row[1:] for row in scores_table(HOLED).frame.itertuples(index=False)}
    assert rows["Khoảng 80% chứa kết quả"][0] == "không tính"
    assert rows["Điểm phạt của khoảng 80%, người (nhỏ là tốt)"] == ("không tính", "không tính")
    assert forecasts_table(HOLED).frame["Thực tế"].iloc[0] == "chưa rõ"
    assert any("1 đơn vị không có số liệu cuối năm" in text for text in remarks(HOLED))


def test_few_forecasts_prove_little() -> None:
    assert "Mới có 2 dự báo" in remarks(FOUND)[-1]
    assert all(text.endswith(".") for text in remarks(FOUND))
