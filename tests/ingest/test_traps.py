"""Numbers that are no statistics: each line gives nothing, by the name of the trap of docs/reference/reading.md."""

from __future__ import annotations

import pytest

from danvan.ingest.prose.reading import read

TRAPS = [
    ("date", "Sáng 05/3/2026, hội nghị diễn ra; ngày 5-3 họp lại; ngày 12 tháng 4 năm 2026 kết thúc."),
    ("date", "Báo cáo gửi trước ngày 25 hằng tháng, từ ngày 15/12/2025 đến ngày 14/3/2026."),
    ("date", "Trong 2 ngày 12 và 13/5, đoàn làm việc tại phường 7, quận 3."),
    ("named day", "Nhân dịp 27/7 và chào mừng Quốc khánh 2/9, các đơn vị ra quân."),
    ("named day", "Mít tinh Ngày Quốc tế Phụ nữ 8/3 hội viên dự đông đủ."),
    ("month", "Tháng 04/2026 và tháng 5/2026 tập trung tuyên truyền."),
    ("year", "Năm 2022 là năm bản lề; trong các năm 2019, 2020 đã làm tốt."),
    ("time", "Khai mạc lúc 8 giờ 30, kết thúc lúc 11:15; phát sóng từ 6h30; trực 24/24 giờ."),
    ("time", "Mỗi bản tin dài 15 phút, trả lời trong vòng 48 giờ."),
    ("term", "Nhiệm kỳ 2025 - 2030; Đại hội lần thứ XIV; khóa XVIII; nhiệm kỳ 5 năm."),
    ("term", "Đại biểu Quốc hội khóa XV, HĐND các cấp nhiệm kỳ 2021-2026."),
    ("ordinal", "Đoàn kiểm tra số 2, lần thứ 14, kỳ họp thứ 9, học sinh cấp 3, xã vùng III."),
    ("ordinal", "Nghị quyết Trung ương 4 khóa XII; thang điểm 5; cỡ chữ 14, giãn dòng 1,5."),
    ("ordinal", "Đứng thứ 2 toàn tỉnh, xếp hạng 4 sao, loại 1."),
    ("document", "Chương trình số 05-CTr/BDVTU, Kết luận 71-KL/TW, Nghị định 88/2026/NĐ-CP, Công văn 12/UBND-VP."),
    ("document", "Theo Quyết định 300, điểm a khoản 3 Điều 12, Mẫu số 2 và Luật 99/2025."),
    ("document", "Các Quyết định số 217, 218-QĐ/TW; Kế hoạch số 27-\nKH/TU."),
    ("programme", "Thực hiện 3 khâu đột phá, 5 nhiệm vụ trọng tâm, 4 nhóm giải pháp."),
    ("programme", "Chương trình 135, Đề án 06, Dự án 8, Chương trình mục tiêu quốc gia."),
    ("programme", "Bảo đảm 5 nguyên tắc công khai, đạt 19 tiêu chí nông thôn mới."),
    ("slogan", "Phương châm \"4 tại chỗ\", phong trào \"3 nhất, 4 tốt\", mô hình 5 không, 3 sạch."),
    ("slogan", "Cuộc vận động 5 không, 3 sạch; 6 dám; 3 cùng."),
    ("saying", "Dân phải đi năm lần bảy lượt; chín người mười ý, trăm nghe không bằng một thấy."),
    ("address", "Trụ sở tại số 34 phố Lý Thái Tổ; phòng 302, tầng 3; Km 45 quốc lộ 28; ngõ 12."),
    ("address", "Tổ dân phố số 5, thôn 4, khu phố 2, đường Vành đai 4."),
    ("web", "Xem https://dichvucong.gov.vn/p/2023 hoặc www.hanoi.gov.vn; thư: vp12@hanoi.gov.vn."),
    ("phone", "Điện thoại (024) 3999 0000, đường dây nóng 18001234, ĐT: 0243.123.456."),
    ("phone", "Gọi tổng đài 1022; số máy 0912 345 678; tài khoản 1234567890."),
    ("age", "Công dân đủ 18 tuổi; thí sinh từ 18 đến 35 tuổi; người trên 80 tuổi."),
    ("anniversary", "Kỷ niệm 95 năm Ngày truyền thống; mừng 75 năm thành lập; tròn 10 năm."),
    ("duration", "Sau 5 năm thực hiện, trong 15 ngày làm việc, 3 tháng liền, nghỉ 12 ngày phép."),
    ("views", "8.120 lượt xem; Lượt xem: 8.120; Cập nhật 10:05; 12 bình luận."),
    ("views", "Biết sợ nhưng đừng hoang mang\n31/01/2020 - 6.889 lượt xem\nĐÁNH GIÁ BÀI VIẾT( 0)"),
    ("views", "Kết quả bình chọn hàng được yêu thích 2018Công ty tháo dỡ công trình"),
    ("rate of money", "Hỗ trợ 120.000 đồng/buổi, 500.000 đồng/em/tháng, 60 triệu đồng/nhà xây mới."),
    ("score", "Đội nữ thắng 3-1, đội nam hòa 2-2."),
    ("glued name", "Dịch Covid-19, ca F0, mạng 5G, xe biển số 30A-123.45, quốc lộ 1A."),
    ("industry", "Cách mạng công nghiệp 4.0, chính quyền 2 cấp."),
    ("vague", "Hàng chục cuộc gặp, hàng nghìn lượt người, vài trăm ý kiến, nhiều kiến nghị, một số xã."),
    ("article", "Đây là một trong những mô hình hay; một buổi sáng đẹp trời."),
    ("page", "Xem trang 12, phụ lục 3, biểu số 5, bảng 2."),
    ("list", "1. Công tác tuyên truyền\n2. Công tác giám sát\na) Kết quả\nII. Hạn chế"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), TRAPS, ids=[f"{name}-{at}" for at, (name, _text) in enumerate(TRAPS)]
)
def test_what_is_no_statistic_gives_nothing(name, text):
    found = read(text).plain()["figures"]
    assert not found, (name, [(one["value"], one["unit"], one["what"]) for one in found])


def test_a_trap_beside_a_count_takes_nothing_from_it():
    text = "Ngày 05/3/2026, lúc 8 giờ 30, tại số 12 phố Trần Phú, thực hiện Quyết định 217, phường đối thoại 2 cuộc với 145 người từ 18 tuổi."
    assert [(one["value"], one["unit"]) for one in read(text).plain()["figures"]] == [
        (2, "cuộc"),
        (145, "người"),
    ]
