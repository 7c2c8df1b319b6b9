"""
The 59 patterns of docs/reference/reading.md, at least one example each. One line per example: pattern, text, then what must
be read in order, as "value unit" with any of approx, level, period, of, over (ratio), role, high, what, flag behind it.
"""

from __future__ import annotations

import re

import pytest

from danvan.ingest.prose.reading import read

PATTERNS = [
    (1, "Thu hút 12.480 lượt người dự.", ["12480 lượt người"]),
    (1, "Phát 1.205.300 tờ rơi.", ["1205300 tờ rơi"]),
    (2, "Giải quyết đạt 97,4%.", ["97.4 %"]),
    (2, "Làm 3,75 km đường.", ["3.75 km"]),
    (3, "Quỹ có 1.250,5 triệu đồng.", ["1250500000 đồng"]),
    (4, "Số đơn tăng 3.5% so với năm trước.", ["3.5 % role=change flag=style"]),
    (5, "Thu về 3200 phiếu hợp lệ năm 2020.", ["3200 phiếu period=2020"]),
    (5, "Huyện có 1998 hội viên.", ["1998 hội viên level=district"]),
    (6, "Khen thưởng 06 tập thể, 09 cá nhân.", ["6 tập thể", "9 cá nhân"]),
    (7, "Đã mở ba hội nghị và mười hai lớp.", ["3 hội nghị", "12 lớp"]),
    (8, "Tổ chức 05 (năm) cuộc giám sát.", ["5 cuộc what=giám sát"]),
    (8, "Mở mười (10) lớp tập huấn.", ["10 lớp"]),
    (9, "Trong năm 2024 có năm cuộc giám sát.", ["5 cuộc period=2024"]),
    (9, "Cả năm tổ chức 14 buổi.", ["14 buổi"]),
    (10, "Có hai mươi mốt hội nghị, mười lăm lớp, bốn mươi tư buổi.", ["21 hội nghị", "15 lớp", "44 buổi"]),
    (10, "Tổ chức một trăm linh năm buổi.", ["105 buổi"]),
    (11, "Có 2,3 triệu ý kiến và hai vạn phiếu.", ["2300000 ý kiến approx=about", "20000 phiếu approx=about"]),
    (11, "Vận động 4 tỷ đồng, hơn một nghìn rưỡi suất quà.", ["4000000000 đồng", "1500 suất quà approx=over"]),
    (11, "Vận động 1,3 tỷ đồng; 5 ngàn lượt người dự.", ["1300000000 đồng", "5000 lượt người"]),
    (12, "Hàng chục cuộc gặp mặt, hàng nghìn lượt người dự.", []),
    (13, "Một số xã có nhiều kiến nghị; đây là một trong những mô hình tốt.", []),
    (14, "Trong kỳ không phát sinh đơn tố cáo, không có cuộc nào bị hoãn.", ["0 đơn", "0 cuộc"]),
    (14, "Xã có 0 đơn khiếu nại; phường chưa có số liệu.", ["0 đơn"]),
    (15, "Hơn 4.200 lượt người, trên 80 ý kiến.", ["4200 lượt người approx=over", "80 ý kiến approx=over"]),
    (16, "Gần 900 phiếu, xấp xỉ 300 hộ, khoảng 40 buổi, ước 1.500 lượt, ngót 60 cuộc.",
     ["900 phiếu approx=nearly", "300 hộ approx=about", "40 buổi approx=about", "1500 lượt approx=about", "60 cuộc approx=nearly"]),
    (17, "Đăng hơn 3.417 tin.", ["3417 tin approx=over flag=sharp_hedge"]),
    (18, "Phấn đấu có ít nhất 2 mô hình mỗi xã.", ["2 mô hình role=target"]),
    (18, "Tỷ lệ đơn quá hạn không quá 1,5%.", ["1.5 % role=target"]),
    (18, "Dự kiến năm 2026 sẽ mở 15 lớp.", ["15 lớp role=target period=2026"]),
    (19, "Mỗi quý giám sát từ 3 đến 5 cuộc.", ["3 cuộc high=5"]),
    (19, "Tổ chức 3 - 5 cuộc; tăng 6,5 – 7%.", ["3 cuộc high=5", "6.5 % high=7 role=change"]),
    (20, "118/126 xã, phường đã tổ chức đối thoại.", ["118 xã, phường over=126 level=commune"]),
    (21, "40/40 đơn vị hoàn thành.", ["40 đơn vị over=40"]),
    (21, "4/4 trường học có quy chế.", ["4 trường học over=4"]),
    (22, "100% chi bộ có kế hoạch; toàn Thành phố cùng làm.", ["100 %"]),
    (23, "Giải quyết 190/200 đơn, đạt 95%.", ["190 đơn over=200", "95 %"]),
    (23, "Giải quyết 190/200 đơn, đạt 96%.", ["190 đơn over=200", "96 % flag=percent_difference:+1.0"]),
    (24, "Có 310/320 đại biểu có mặt tán thành (chiếm 91,2% tổng số đại biểu).", ["310 đại biểu over=320", "91.2 %"]),
    (25, "Tiếp 412 lượt/468 người; 03 đoàn/57 người.", ["412 lượt", "468 người", "3 đoàn", "57 người"]),
    (26, "Tiếp thường xuyên 120/151 người.", ["120 lượt", "151 người"]),
    (27, "Bí thư tiếp dân 2 ngày/tháng, sinh hoạt 1 lần/năm.", ["2 ngày role=rate", "1 lần role=rate"]),
    (28, "Đạt 108% kế hoạch; vượt 8% chỉ tiêu.", ["108 % role=result", "8 % role=change flag=over_plan"]),
    (29, "Giám sát 5.210 cuộc (210 cuộc cấp Thành phố; 900 cuộc cấp huyện và 4.100 cuộc cấp xã).",
     ["5210 cuộc", "210 cuộc level=city of=0", "900 cuộc level=district of=0", "4100 cuộc level=commune of=0"]),
    (30, "Tổ chức 620 hội nghị, trong đó có 400 hội nghị định kỳ.", ["620 hội nghị", "400 hội nghị of=0 what=định kỳ"]),
    (31, "Mở 75 lớp, gồm 15 lớp cấp Thành phố và 60 lớp cấp xã.", ["75 lớp", "15 lớp level=city of=0", "60 lớp level=commune of=0"]),
    (32, "Tổ chức 620 hội nghị (trong đó 420 của cấp xã, có 300 định kỳ).",
     ["620 hội nghị", "420 hội nghị of=0 level=commune", "300 hội nghị of=1"]),
    (33, "Tổ chức 300 hội nghị (190 định kỳ, 110 đột xuất).", ["300 hội nghị", "190 hội nghị of=0", "110 hội nghị of=0"]),
    (34, "Có 9.000 ý kiến tại hội nghị, trong đó 120.000 ý kiến qua ứng dụng.",
     ["9000 ý kiến", "120000 ý kiến flag=part_above_total"]),
    (30, "Kết nạp 1.204 hội viên, nữ 305.", ["1204 hội viên", "305 hội viên of=0"]),
    (23, "Có 164 ý kiến: 92 ý kiến về đất đai (56,1%), 72 ý kiến về môi trường (43,9%).",
     ["164 ý kiến", "92 ý kiến of=0 what=đất đai", "56.1 % what=đất đai", "72 ý kiến of=0", "43.9 % what=môi trường"]),
    (18, "Chỉ tiêu năm 2025: kết nạp 28.000 đoàn viên, tạo việc làm cho 15.000 thanh niên.",
     ["28000 đoàn viên role=target", "15000 thanh niên role=target period=2025"]),
    (36, "Thanh tra tỉnh Thái Bình mở 42 cuộc.", ["42 cuộc level=agency"]),
    (35, "Tổ chức 200 cuộc, riêng khối phường có 80 cuộc; còn lại 120 cuộc là của xã.",
     ["200 cuộc", "80 cuộc of=0 level=commune", "120 cuộc of=0 level=commune"]),
    (36, "Cấp quận, huyện, thị xã mở 30 lớp; cấp huyện kiểm tra 12 cuộc; cấp cơ sở 400 buổi.",
     ["30 lớp level=district", "12 cuộc level=district", "400 buổi level=commune"]),
    (37, "Toàn Thành phố tổ chức 1.900 cuộc; toàn tỉnh có 88 mô hình.", ["1900 cuộc level=city", "88 mô hình level=province"]),
    (38, "Mỗi phường tổ chức 2 cuộc; bình quân 3,2 cuộc/xã.", ["2 cuộc role=rate", "3.2 cuộc role=rate"]),
    (39, "Có 2.300 lượt người dự, 145 người phát biểu.", ["2300 lượt người", "145 người"]),
    (40, "Có 14 buổi, 32 vụ việc, 8 văn bản, 96 tin, 40 bài.", ["14 buổi", "32 vụ việc", "8 văn bản", "96 tin", "40 bài"]),
    (41, "Đã giám sát 310 cuộc, phản biện 42 cuộc.", ["310 cuộc what=giám sát", "42 cuộc what=phản biện"]),
    (42, "Có 12 tập thể, 9 cá nhân được tặng Bằng khen.", ["12 tập thể what=Bằng khen", "9 cá nhân what=Bằng khen"]),
    (43, "Nhân dân góp 1,2 tỷ đồng, hiến 350 m2 đất, 800 ngày công.", ["1200000000 đồng", "350 m²", "800 ngày công"]),
    (44, "Tăng 15 cuộc so với cùng kỳ, số đơn giảm 4,2%.", ["15 cuộc role=change", "-4.2 % role=change"]),
    (45, "Lượt tiếp tăng gấp 2 lần; số đơn tăng 1,5 lần.", ["2 lần role=change", "1.5 lần role=change flag=ambiguous"]),
    (46, "Quý II/2020 tiếp 96 lượt (cùng kỳ năm trước 120 lượt).",
     ["96 lượt period=2020-Q2", "120 lượt role=previous period=2019-Q2"]),
    (47, "Quý I-2025 tổ chức 30 cuộc.", ["30 cuộc period=2025-Q1"]),
    (47, "Trong quý II/2026 có 18 buổi.", ["18 buổi period=2026-Q2"]),
    (47, "Quý I, II năm 2024 tổ chức 16 buổi.", ["16 buổi period=2024-H1"]),
    (48, "6 tháng đầu năm 2026 mở 12 lớp; 9 tháng năm 2026 mở 20 lớp.", ["12 lớp period=2026-H1", "20 lớp period=2026-9M"]),
    (48, "6 tháng cuối năm 2025 mở 7 lớp.", ["7 lớp period=2025-H2"]),
    (49, "Tính đến ngày 14/6/2026 có 463 hội nghị.", ["463 hội nghị period=2026"]),
    (50, "Nhiệm kỳ 2025 - 2030, xã xây dựng 12 mô hình.", ["12 mô hình period=2025/2030"]),
    (50, "Giai đoạn 2014 - 2018 có 85 cuộc.", ["85 cuộc period=2014/2018"]),
    (51, "Tháng 04/2026, sáng 27/4, phường đối thoại 2 cuộc.", ["2 cuộc period=2026-04"]),
    (52, "Hội nghị lúc 14:30, 8.120 lượt xem, Cập nhật 10:05.", []),
    (53, "Chương trình số 05-CTr/BDVTU và 71-KL/TW.", []),
    (54, "Nghị định 88/2026/NĐ-CP, Báo cáo 450/BC-UBND, Công văn 12/UBND-VP.", []),
    (55, "Theo Quyết định 300, Điều 12 khoản 3 và Mẫu số 2 của Luật 99/2025.", []),
    (56, "Đoàn kiểm tra số 2, khóa XVIII, lần thứ 14, Tổ dân phố số 7, học sinh cấp 3.", []),
    (57, "Thực hiện 3 khâu đột phá, 5 nhiệm vụ trọng tâm và phương châm \"4 tại chỗ\".", []),
    (58, "Mít tinh kỷ niệm 95 năm Ngày truyền thống.", []),
    (59, "Liên hệ (024) 3999 0000; hỗ trợ 120.000 đồng/buổi.", []),
    (14, "Quý IV/2023, huyện không có vụ khiếu kiện đông người nào.", ["0 vụ what=khiếu kiện đông người"]),
    (19, "Lãi suất cho vay 6,5 – 7%/năm.", ["6.5 % high=7"]),
    (25, "Trong quý, tiếp 03 đoàn/42 người kiến nghị về đền bù.", ["3 đoàn what=kiến nghị về đền bù", "42 người what=kiến nghị về đền bù"]),
    (29, "Thành phố Cần Thơ nhận 9 đơn, còn lại 4 đơn là của xã, phường.", ["9 đơn", "4 đơn level=commune"]),
    (36, "Cấp huyện tổ chức 9 hội nghị; cơ sở tổ chức 124 hội nghị.", ["9 hội nghị level=district", "124 hội nghị level=commune"]),
    (38, "Mỗi huyện của tỉnh An Giang chọn từ 3 đến 5 mô hình.", ["3 mô hình level=district role=rate"]),
    (40, "Xã sửa 74 km đường, di chuyển 312 ngôi mộ.", ["74 km", "312 ngôi mộ"]),
    (41, "Năm 2023, số lượt hồ sơ trực tuyến của thành phố Đà Nẵng đạt 900 lượt, gấp 2,5 lần năm 2021.", ["900 lượt what=lượt hồ sơ trực tuyến", "2.5 lần what=lượt hồ sơ trực tuyến"]),
    (41, "Tỉnh Bình Phước nhận 12 kiến nghị của cử tri.", ["12 kiến nghị what=nhận của cử tri"]),
    (41, "Có 318 đoàn viên được Đoàn Thanh niên tỉnh kết nạp.", ["318 đoàn viên what=kết nạp"]),
    (43, "Nông dân góp 3 tỷ đồng và 740 ngày công.", ["3000000000 đồng what=Nông dân góp", "740 ngày công what=Nông dân góp"]),
    (56, "Tiêm phòng: mũi 1 là 1.425 người, mũi 2 là 1.382 người.", ["1425 người what=mũi 1", "1382 người what=mũi 2"]),
    (59, "Năm 2022, đường dây nóng tiếp nhận 312 phản ánh.", ["312 phản ánh what=tiếp nhận"]),
    (46, "Phường tiếp 74 lượt công dân, bằng 82,2% cùng kỳ (90 lượt).", ["74 lượt", "82.2 %", "90 lượt role=previous"]),
]  # fmt: skip
DOCUMENTS = [
    ("Chương trình số 05-CTr/BDVTU và 71-KL/TW.", ["05-CTr/BDVTU", "71-KL/TW"]),
    ("Nghị định 88/2026/NĐ-CP, Báo cáo 450/BC-UBND, Công văn 12/UBND-VP.", ["88/2026/NĐ-CP", "450/BC-UBND", "12/UBND-VP"]),
    ("Theo Quyết định 300 và Luật 99/2025.", ["300", "99/2025"]),
    ("Các Quyết định số 217, 218-QÐ/TƯ của Bộ Chính trị.", ["217-QĐ/TW", "218-QĐ/TW"]),
    ("Kế hoạch số 27-\nKH/TU và Công văn số 1234/UBND-\nNC.", ["27-KH/TU", "1234/UBND-NC"]),
    ("Các Kế hoạch số 15, 16, 17/KH-UBND.", ["15/KH-UBND", "16/KH-UBND", "17/KH-UBND"]),
    ("Thực hiện các Chỉ thị 05, 23 và Kết luận 01 của Bộ Chính trị.", ["05", "23", "01"]),
    ("Quyết định 99 QĐ/TW; Kết luận số 01-KL-TW; Nghị quyết 04-NQ/T.Ư.", ["99-QĐ/TW", "01-KL/TW", "04-NQ/TW"]),
    ("Quyết định số 1.285/QĐ-UBND; Đề án 06/CP.", ["1285/QĐ-UBND", "06/CP"]),
    ("Quy định 37 về những điều đảng viên không được làm; Pháp lệnh 34.", ["37", "34"]),
]  # fmt: skip
# Text, then each sum as "total=part+part"; none where the parts are some of many.
SUMS = [
    ("Kết nạp 1.180 hội viên, trong đó nữ 514, tôn giáo 23.", []),
    ("Khen thưởng 145 tập thể và 312 cá nhân, gồm Cờ 65 tập thể, 120 cá nhân, Giấy khen 80 tập thể, 192 cá nhân.",
     ["145=65+80", "312=120+192"]),
    ("Có 52 tập thể, 118 cá nhân (trong đó Bằng khen 12 tập thể, 30 cá nhân; Giấy khen 40 tập thể, 88 cá nhân).",
     ["52=12+40", "118=30+88"]),
    ("Xã có 3.480 hộ, 13.920 nhân khẩu; trong đó hộ nông nghiệp 2.100, hộ phi nông nghiệp 1.380.", ["3480=2100+1380"]),
    ("Mở 22 lớp cho 2.640 người: nghề mộc 10 lớp, nghề may 7 lớp, nghề hàn 5 lớp.", ["22=10+7+5"]),
    ("Nhận 73 đơn thư. Sau phân loại có 21 khiếu nại, 9 tố cáo và 43 kiến nghị.", ["73=21+9+43"]),
    ("Đã đến 1.876 hộ. Kết quả: 1.540 hộ đồng thuận, 262 hộ còn băn khoăn, 84 hộ chưa đồng thuận.", ["1876=1540+262+84"]),
    ("Đã tiếp nhận 1.120 hồ sơ. Số hồ sơ giải quyết trước hạn 640, đúng hạn 460, quá hạn 20.", ["1120=640+460+20"]),
    ("Có 15 sở, ngành, 18 quận, huyện và 160 xã, phường đăng ký; tổng cộng 193 đơn vị.", ["193=15+18+160"]),
    ("Kết quả chấm điểm 30 quận, huyện: 9 đơn vị xuất sắc, 17 đơn vị tốt, 4 đơn vị khá.", ["30=9+17+4"]),
    ("Tổng kinh phí 620 triệu (ngân sách 400 triệu, xã hội hóa 220 triệu).", ["620000000=400000000+220000000"]),
    ("Hơn 6.500 cán bộ, hội viên dự, trong đó trực tiếp 4.120 người, trực tuyến 2.380 người.", ["6500=4120+2380"]),
    ("Ra mắt 64 mô hình, mỗi phường ít nhất 4 mô hình; 40 mô hình về môi trường, 24 mô hình về an ninh.", ["64=40+24"]),
    ("Toàn huyện có 218 mô hình, kinh tế 96 mô hình, quốc phòng 28 mô hình, văn hóa 94 mô hình.", ["218=96+28+94"]),
    ("Trong tổng số 95 chỉ tiêu: 60 chỉ tiêu vượt, 30 chỉ tiêu đạt, 5 chỉ tiêu chưa đạt.", ["95=60+30+5"]),
    ("Có 264 tổ chức đảng được kiểm tra: 251 thực hiện tốt, 13 có thiếu sót.", ["264=251+13"]),
    ("Xếp loại 320 tổ: tốt 250 tổ, khá 60 tổ, trung bình 10 tổ.", ["320=250+60+10"]),
    ("Quỹ thu 812 triệu đồng, chi 640 triệu đồng, tồn 172 triệu đồng.", []),
    ("Đầu năm có 64 hộ nghèo; trong năm thoát nghèo 12 hộ, phát sinh 3 hộ, cuối năm còn 55 hộ.", []),
    ("Tỉnh khen 24 tập thể, 37 cá nhân; huyện khen 40 tập thể, 55 cá nhân. Tổng số tập thể được khen là 64, cá nhân là 94.", ["64=24+40", "94=37+55"]),
    ("Thành phố có 4.120 phản ánh: qua tổng đài 2.300 phản ánh, qua Zalo 1.520 phản ánh, còn lại 300 phản ánh.", ["4120=2300+1520+300"]),
    ("Huyện nhận 120 đơn, đã giải quyết 98 đơn, còn tồn 22 đơn.", ["120=98+22"]),
    ("Có 22 xã, thị trấn mở ngày hội tại 178 khu dân cư, thu hút 41.300 lượt người; có 152 khu dân cư làm cả lễ và hội, 26 khu dân cư chỉ làm lễ.", ["178=152+26"]),
    ("Cơ quan ủng hộ 120 triệu đồng; doanh nghiệp ủng hộ 340 triệu đồng; nhân dân ủng hộ 90 triệu đồng. Tổng thu 560 triệu đồng.", ["560000000=120000000+340000000+90000000"]),
]  # fmt: skip


def _says(figure: dict, figures: list[dict], wanted: str) -> bool:
    value, _space, rest = wanted.partition(" ")
    keys = dict(pair.split("=", 1) for pair in re.findall(r"\w+=(?:[^=]+?)(?=\s\w+=|$)", rest))
    unit = re.split(r"\s\w+=", " " + rest)[0].strip()
    found = {
        "approx": figure["approx"], "level": figure["level"], "period": figure["period"], "role": figure["role"],
        "of": figure["of"], "over": figure["ratio_of"], "what": figure["what"],
        "high": next((flag[6:] for flag in figure["flags"] if flag.startswith("range:")), None),
    }  # fmt: skip
    flag = keys.pop("flag", "")
    right = (
        figure["value"] == float(value) and figure["unit"] == unit and (not flag or flag in figure["flags"])
    )
    return right and all(str(found[name]) == said for name, said in keys.items())


@pytest.mark.parametrize(
    ("number", "text", "wanted"), PATTERNS, ids=[f"{one[0]}-{at}" for at, one in enumerate(PATTERNS)]
)
def test_a_pattern_is_read_as_the_reference_says(number, text, wanted):
    figures = read(text).plain()["figures"]
    said = [
        (
            one["value"],
            one["unit"],
            one["what"],
            one["level"],
            one["period"],
            one["of"],
            one["role"],
            one["flags"],
        )
        for one in figures
    ]
    assert len(figures) == len(wanted), (number, said)
    for figure, expected in zip(figures, wanted, strict=True):
        assert _says(figure, figures, expected), (number, expected, said)


@pytest.mark.parametrize(("text", "symbols"), DOCUMENTS)
def test_documents_are_found_however_they_are_written(text, symbols):
    assert [one["symbol"] for one in read(text).plain()["documents"]] == symbols


@pytest.mark.parametrize(("text", "sums"), SUMS)
def test_a_division_is_found_however_it_is_told(text, sums):
    read_back = read(text).plain()
    values = [one["value"] for one in read_back["figures"]]
    said = [
        f"{values[one['total']]}={'+'.join(str(values[part]) for part in one['parts'])}"
        for one in read_back["sums"]
    ]
    assert sorted(said) == sorted(sums)


def test_all_patterns_have_an_example():
    assert {number for number, _text, _wanted in PATTERNS} == set(range(1, 60))
