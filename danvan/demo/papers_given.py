"""Texts of the demo city's directives: real documents the city rests on, and what units issue of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Real:
    """A document that exists, registered as come in. `to`: (relation, symbol) of what it rests on."""

    symbol: str
    issuer: str
    day: date
    title: str
    to: tuple[tuple[str, str], ...] = ()


POLITBURO, SECRETARIAT, CITY = "Bộ Chính trị", "Ban Bí thư", "Thành ủy Hà Nội"
# Days as the documents themselves or the texts about them name them.
REAL = (
    Real("290-QĐ/TW", POLITBURO, date(2010, 2, 25),
         "Ban hành Quy chế công tác dân vận của hệ thống chính trị"),
    Real("2034-QĐ/TU", CITY, date(2010, 6, 11),
         "Ban hành Quy chế công tác dân vận của hệ thống chính trị thành phố Hà Nội", (("implements", "290-QĐ/TW"),)),
    Real("217-QĐ/TW", POLITBURO, date(2013, 12, 12),
         "Ban hành Quy chế giám sát và phản biện xã hội của Mặt trận Tổ quốc Việt Nam và các đoàn thể chính trị - xã hội"),
    Real("218-QĐ/TW", POLITBURO, date(2013, 12, 12),
         "Quy định về việc Mặt trận Tổ quốc Việt Nam, các đoàn thể chính trị - xã hội và Nhân dân tham gia góp ý xây dựng"
         " Đảng, xây dựng chính quyền"),
    Real("120-KL/TW", POLITBURO, date(2016, 1, 7),
         "Tiếp tục đẩy mạnh, nâng cao chất lượng, hiệu quả việc xây dựng và thực hiện Quy chế dân chủ ở cơ sở",
         (("implements", "290-QĐ/TW"),)),
    Real("2200-QĐ/TU", CITY, date(2017, 5, 25),
         "Ban hành Quy định tiếp xúc, đối thoại trực tiếp của người đứng đầu cấp ủy, chính quyền với Mặt trận Tổ quốc,"
         " các đoàn thể chính trị - xã hội và Nhân dân", (("implements", "218-QĐ/TW"),)),
    Real("403/2017/NQLT-CP-UBTƯMTTQVN", "Chính phủ, Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", date(2017, 6, 15),
         "Quy định chi tiết các hình thức giám sát, phản biện xã hội của Mặt trận Tổ quốc Việt Nam",
         (("implements", "217-QĐ/TW"),)),
    Real("11-QĐi/TW", POLITBURO, date(2019, 2, 18),
         "Quy định trách nhiệm của người đứng đầu cấp ủy trong việc tiếp dân, đối thoại trực tiếp với dân và xử lý những"
         " phản ánh, kiến nghị của dân"),
    Real("04-CT/TU", CITY, date(2016, 1, 14),
         "Tiếp tục đẩy mạnh, nâng cao chất lượng, hiệu quả việc thực hiện Quy chế dân chủ ở cơ sở trên địa bàn"
         " Thành phố", (("continues", "120-KL/TW"),)),
    # Our sources name this one without its day; the day here is illustrative.
    Real("07-CT/TU", CITY, date(2016, 11, 14),
         "Tăng cường công tác dân vận chính quyền trên địa bàn thành phố Hà Nội", (("implements", "2034-QĐ/TU"),)),
)  # fmt: skip
THEMES = {
    2018: "Năm dân vận chính quyền 2018",
    2019: "Năm dân vận chính quyền 2019",
}
FLAGSHIP = {
    2019: (
        date(2019, 1, 14),
        "Kế hoạch thực hiện “Năm dân vận chính quyền” 2019 và công tác dân vận năm 2019",
    ),
    2020: (date(2020, 2, 10), "Kế hoạch công tác dân vận của hệ thống chính trị Thành phố năm 2020"),
}
BODIES = {"city": "BDVTU", "district": "BDVQU", "commune": "ĐU"}
TITLES = (
    ("KH", "Kế hoạch tổ chức hội nghị tiếp xúc, đối thoại giữa người đứng đầu với Nhân dân"),
    ("CV", "Đôn đốc rà soát, giải quyết kiến nghị của Nhân dân sau đối thoại"),
    ("HD", "Hướng dẫn xây dựng, đăng ký mô hình “Dân vận khéo”"),
    ("TB", "Thông báo kết luận hội nghị giao ban công tác dân vận"),
    ("KH", "Kế hoạch vận động Nhân dân thực hiện giải phóng mặt bằng các dự án trọng điểm"),
    ("CV", "Tăng cường nắm tình hình Nhân dân dịp lễ, tết"),
    ("CTr", "Chương trình phối hợp công tác dân vận giữa cấp ủy, chính quyền và Mặt trận Tổ quốc"),
    ("HD", "Hướng dẫn thực hiện Quy chế dân chủ ở cơ sở"),
    ("CV", "Phối hợp giám sát việc công khai ở cơ sở theo quy định"),
    ("KH", "Kế hoạch kiểm tra việc thực hiện công tác dân vận và Quy chế dân chủ ở cơ sở"),
    ("TB", "Thông báo phân công thành viên Khối Dân vận phụ trách địa bàn"),
    ("CV", "Tuyên truyền, vận động Nhân dân thực hiện vệ sinh môi trường, phòng, chống dịch bệnh"),
)  # fmt: skip
TASKS = (
    "Rà soát, công khai thủ tục hành chính tại trụ sở và nhà văn hóa tổ dân phố",
    "Tổ chức hội nghị đối thoại giữa người đứng đầu với Nhân dân",
    "Đăng ký và thẩm định mô hình “Dân vận khéo” của đơn vị",
    "Báo cáo kết quả giải quyết kiến nghị sau tiếp xúc, đối thoại",
    "Tập huấn kỹ năng dân vận cho cán bộ tiếp dân và bộ phận một cửa",
    "Kiểm tra việc thực hiện Quy chế dân chủ ở tổ dân phố, thôn",
)
REPORT = (
    "Đơn vị đã ban hành kế hoạch, tổ chức thực hiện các nội dung được giao và báo cáo kết quả theo quy định."
)
