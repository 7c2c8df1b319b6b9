"""What supervision, criticism and inspection of the demo city are about: invented, by topic, without a name in them."""

from __future__ import annotations

from typing import NamedTuple


class Subject(NamedTuple):
    """`finding` and `ask` are what a team found and asked for; `answer` what came back."""

    topic: str
    title: str
    finding: str
    ask: str
    answer: str


SUBJECTS = (
    Subject("procedures", "việc giải quyết thủ tục hành chính tại bộ phận một cửa",
            "Một số thủ tục niêm yết chưa cập nhật; sổ theo dõi trả kết quả ghi chưa đầy đủ.",
            "Niêm yết lại toàn bộ thủ tục còn hiệu lực và công khai thời gian trả kết quả hằng tháng.",
            "Đã niêm yết lại, cập nhật sổ theo dõi điện tử."),
    Subject("land", "việc công khai phương án bồi thường, hỗ trợ khi thu hồi đất",
            "Phương án niêm yết chưa đủ thời gian; biên bản lấy ý kiến còn sơ sài.",
            "Niêm yết lại phương án, tổ chức giải đáp trực tiếp và lập biên bản đầy đủ.",
            "Đã niêm yết bổ sung, tổ chức hai buổi giải đáp tại nhà văn hóa."),
    Subject("environment", "công tác thu gom rác thải và vệ sinh môi trường",
            "Còn điểm tập kết rác tự phát; giờ thu gom chưa ổn định.",
            "Xóa các điểm tập kết tự phát, thông báo giờ thu gom tới từng tổ dân phố.",
            "Đã xóa các điểm tự phát, ký lại hợp đồng về giờ thu gom."),
    Subject("construction", "công tác quản lý trật tự xây dựng",
            "Việc kiểm tra sau cấp phép chưa thường xuyên.",
            "Lập lịch kiểm tra sau cấp phép và công khai kết quả xử lý hằng quý.",
            "Đã ban hành lịch kiểm tra, công khai kết quả tại trụ sở."),
    Subject("welfare", "việc thực hiện chính sách trợ giúp xã hội và giảm nghèo",
            "Hồ sơ rà soát có trường hợp chậm so với thời hạn.",
            "Rà soát, giải quyết dứt điểm hồ sơ tồn và niêm yết kết quả bình xét.",
            "Đã giải quyết hồ sơ tồn, niêm yết kết quả tại nhà văn hóa."),
    Subject("food", "công tác bảo đảm an toàn thực phẩm tại chợ và trường học",
            "Hồ sơ nguồn gốc thực phẩm ở một số nơi lưu chưa đủ.",
            "Kiểm tra hồ sơ nguồn gốc hằng tháng và thông báo tới ban đại diện.",
            "Đã kiểm tra định kỳ, gửi thông báo hằng tháng."),
    Subject("budget", "việc huy động và sử dụng các khoản đóng góp của Nhân dân",
            "Việc công khai thu, chi ở một số khu dân cư chưa đúng kỳ.",
            "Công khai thu, chi theo quý tại từng khu dân cư.",
            "Đã công khai theo quý, gửi biên bản niêm yết."),
    Subject("safety", "công tác phòng cháy, chữa cháy tại khu dân cư",
            "Một số lối thoát hiểm bị lấn chiếm; phương tiện tại chỗ còn thiếu.",
            "Giải tỏa lối thoát hiểm và bổ sung phương tiện chữa cháy tại chỗ.",
            "Đã giải tỏa, trang bị thêm bình chữa cháy."),
    Subject("culture", "việc quản lý, sử dụng nhà văn hóa và sân chơi công cộng",
            "Nhà văn hóa sử dụng chưa hết công suất; nội quy chưa niêm yết.",
            "Niêm yết nội quy, lịch hoạt động và mở cửa ngoài giờ hành chính.",
            "Đã niêm yết lịch, mở cửa các buổi tối."),
)  # fmt: skip

DRAFTS = (
    ("procedures", "Dự thảo Quy chế tiếp nhận và giải quyết thủ tục hành chính"),
    ("budget", "Dự thảo Nghị quyết về phân bổ ngân sách và đầu tư công"),
    ("construction", "Dự thảo Đồ án quy hoạch chi tiết khu dân cư"),
    ("environment", "Dự thảo Kế hoạch bảo vệ môi trường"),
    ("land", "Dự thảo Kế hoạch sử dụng đất hằng năm"),
    ("culture", "Dự thảo Quy ước khu dân cư văn hóa"),
)

OPINIONS = (
    ("Điều 2", "Đề nghị nêu rõ phạm vi áp dụng đối với các khu dân cư mới."),
    ("Điều 4, khoản 1", "Thời hạn 15 ngày là ngắn, đề nghị kéo dài để người dân kịp góp ý."),
    ("Điều 5", "Bổ sung trách nhiệm công khai kết quả trên cổng thông tin điện tử."),
    ("Điều 7, khoản 2", "Cần quy định cơ quan chủ trì và cơ quan phối hợp."),
    ("Phần mục tiêu", "Chỉ tiêu cần gắn với nguồn lực và lộ trình cụ thể."),
    ("Phần tổ chức thực hiện", "Bổ sung cơ chế giám sát của Nhân dân trong quá trình thực hiện."),
)
REASONS = {
    "partly": "Tiếp thu phần nội dung; phần còn lại quy định trong văn bản hướng dẫn.",
    "not": "Nội dung đã được pháp luật quy định, không nhắc lại trong dự thảo.",
}

# Bodies outside the tree, by the level of whoever goes there.
BODIES = {
    "city": ("Sở Tài nguyên và Môi trường", "Sở Xây dựng", "Sở Giáo dục và Đào tạo", "Sở Y tế", "Sở Giao thông vận tải",
             "Sở Lao động - Thương binh và Xã hội", "Ban Quản lý dự án đầu tư xây dựng", "Công ty Môi trường đô thị"),
    "district": ("Phòng Tài nguyên và Môi trường", "Phòng Quản lý đô thị", "Phòng Giáo dục và Đào tạo",
                 "Phòng Lao động - Thương binh và Xã hội",
                 "Đội Quản lý trật tự xây dựng", "Ban Bồi thường giải phóng mặt bằng"),
    "commune": ("Ủy ban nhân dân {name}", "Trạm Y tế {name}", "Trường Tiểu học {name}", "Ban Quản lý chợ {name}",
                "Hợp tác xã dịch vụ {name}", "Công an {name}"),
}  # fmt: skip
CELLS = "Chi bộ khu dân cư số {n}, {name}"
SIGNERS = {
    "city": "Chủ tịch Ủy ban Mặt trận Tổ quốc Thành phố",
    "district": "Chủ tịch Ủy ban Mặt trận Tổ quốc cấp huyện",
    "commune": "Chủ tịch Ủy ban Mặt trận Tổ quốc cấp xã",
}
