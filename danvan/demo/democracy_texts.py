"""What drafts, opinions, decisions and findings of the demo city say."""

# Level -> (beginning of the title, what it is about)
DRAFTS = {
    "city": [
        ("Dự thảo Quy định quản lý, vận hành nhà chung cư của", "Quỹ bảo trì, trách nhiệm của chủ đầu tư, Ban quản trị."),
        ("Dự thảo Đề án giảm ùn tắc giao thông của", "Tổ chức giao thông, bãi đỗ xe, vận tải hành khách công cộng."),
        ("Dự thảo Quy định hỗ trợ phân loại rác tại nguồn của", "Mức hỗ trợ, thời gian thu gom, trách nhiệm các hộ."),
        ("Dự thảo Báo cáo chính trị trình Đại hội Đảng bộ", "Phương hướng, nhiệm vụ nhiệm kỳ tới."),
    ],
    "district": [
        ("Dự thảo Kế hoạch chỉnh trang đô thị, trật tự vỉa hè của", "Tuyến phố, thời gian, bãi gửi xe thay thế."),
        ("Dự thảo Quy hoạch chi tiết khu công viên, hồ điều hòa của", "Ranh giới, phương án bồi thường, cây xanh."),
        ("Dự thảo Báo cáo chính trị trình Đại hội Đảng bộ", "Phương hướng, nhiệm vụ nhiệm kỳ tới."),
    ],
    "commune": [
        ("Dự thảo Kế hoạch đầu tư công trình dân sinh của", "Danh mục công trình, nguồn vốn, phần Nhân dân đóng góp."),
        ("Dự thảo Phương án sắp xếp tổ dân phố của", "Số tổ, ranh giới, nơi sinh hoạt cộng đồng."),
        ("Dự thảo Đề án quản lý chợ và kinh doanh vỉa hè của", "Vị trí, thời gian, mức thu."),
        ("Dự thảo Quy chế sử dụng nhà văn hóa của", "Lịch sử dụng, kinh phí, trách nhiệm quản lý."),
    ],
}  # fmt: skip
CLAUSES = ("Điều 3", "Điều 5", "Điều 7", "Chương II", "Chương III", "Phụ lục 1", "Mục IV", "Điều 12 khoản 2")
# (topic, what is said)
OPINIONS = [
    ("Thời gian thực hiện", "Đề nghị lùi thời gian thực hiện để các hộ có thời gian chuẩn bị."),
    ("Kinh phí", "Đề nghị ghi rõ phần ngân sách và phần Nhân dân đóng góp, công khai từng quý."),
    ("Mức đóng góp", "Đề nghị miễn, giảm mức đóng góp cho hộ chính sách, hộ khó khăn."),
    ("Giám sát", "Đề nghị bổ sung quyền giám sát của Ban Thanh tra nhân dân."),
    ("Thứ tự ưu tiên", "Đề nghị ưu tiên thoát nước các ngõ thường ngập trước các hạng mục khác."),
    ("Chỗ để xe", "Đề nghị bố trí bãi gửi xe trước khi cấm đỗ tại các tuyến phố."),
    ("Nơi sinh hoạt chung", "Đề nghị giữ nhà văn hóa hiện có, không chuyển mục đích sử dụng."),
    ("Trách nhiệm", "Đề nghị nêu rõ cơ quan chịu trách nhiệm khi công trình chậm tiến độ."),
    ("Thông tin", "Đề nghị niêm yết bản vẽ, ranh giới tại tổ dân phố cho Nhân dân biết."),
    ("Cây xanh", "Đề nghị bổ sung cây xanh, ghế nghỉ, không chặt cây đang có bóng mát."),
    ("Câu chữ", "Đề nghị viết ngắn gọn, bỏ các từ chung chung như “cơ bản”, “từng bước”."),
]  # fmt: skip
# (verdict, reason)
ANSWERS = (
    ("accepted", "Tiếp thu, đã chỉnh sửa trong dự thảo trình phê duyệt."),
    ("accepted", "Tiếp thu; bổ sung thành một khoản riêng."),
    ("partly", "Tiếp thu một phần: đưa vào kế hoạch, thời gian cụ thể theo nguồn vốn được giao."),
    ("not", "Chưa tiếp thu: nội dung thuộc thẩm quyền của cấp trên, đã gửi kiến nghị."),
    ("not", "Chưa tiếp thu: pháp luật đã quy định mức chung, không quy định khác được."),
)
# (kind, matter)
DECISIONS = [
    ("contribution", "Đóng góp làm rãnh thoát nước ngõ chung"),
    ("contribution", "Đóng góp lắp đèn chiếu sáng và camera an ninh ngõ"),
    ("fund", "Thu, chi quỹ sinh hoạt chung của tổ dân phố"),
    ("convention", "Sửa đổi quy ước tổ dân phố về nếp sống văn minh"),
    ("election", "Bầu Tổ trưởng tổ dân phố"),
    ("election", "Bầu thành viên Ban Thanh tra nhân dân"),
    ("other", "Lịch tổng vệ sinh môi trường sáng thứ bảy"),
    ("other", "Nội quy sử dụng sân chơi, nhà văn hóa"),
]
PROJECTS = {
    "pib": [
        "Việc thu, chi các khoản Nhân dân đóng góp",
        "Việc bình xét hộ nghèo, hộ cận nghèo",
        "Việc giải quyết thủ tục hành chính tại bộ phận một cửa",
        "Việc quản lý đất công ích",
        "Việc chi trả chế độ chính sách dịp Tết",
    ],
    "cisb": [
        "Cải tạo rãnh thoát nước, mặt ngõ",
        "Xây dựng nhà văn hóa tổ dân phố",
        "Cải tạo trường mầm non",
        "Lắp đặt hệ thống chiếu sáng ngõ",
        "Chỉnh trang vườn hoa, sân chơi",
    ],
}
# (found, recommended)
FINDINGS = [
    ("Hồ sơ, thủ tục đầy đủ; niêm yết chưa đủ thời gian.", "Niêm yết đủ thời gian, thông báo tại các tổ dân phố."),
    ("Thi công đúng thiết kế; rào chắn chưa bảo đảm an toàn.", "Bổ sung rào chắn, biển báo, đèn cảnh báo ban đêm."),
    ("Sổ sách rõ ràng; chưa công khai kết quả chi quý trước.", "Công khai kết quả thu, chi theo quý."),
    ("Tiến độ chậm hơn cam kết; vật liệu để lấn lòng ngõ.", "Đẩy nhanh tiến độ, thu gọn vật liệu trong ngày."),
    ("Thực hiện đúng quy định, Nhân dân đồng tình.", "Tiếp tục duy trì, công khai kịp thời."),
]  # fmt: skip
