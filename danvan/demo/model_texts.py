"""What models of the demo city do. Invented; nobody is named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """`effect`: what is measured, its unit, before and after for a commune."""

    field: str
    title: str
    summary: str
    conditions: str
    effect: tuple[str, str, int, int]


IDEAS = (
    Idea(
        "economy",
        "Tổ liên kết sản xuất rau an toàn",
        "Các hộ cùng gieo trồng theo một quy trình, cùng bán qua một đầu mối.",
        "Quỹ đất liền thửa; cán bộ khuyến nông hướng dẫn vụ đầu.",
        ("Hộ tham gia tổ liên kết", "hộ", 12, 46),
    ),
    Idea(
        "economy",
        "Dồn điền, đổi thửa do dân tự bàn",
        "Họp từng xóm, dân tự chọn phương án chia lại ruộng và góp đất làm đường.",
        "Bản đồ hiện trạng; tổ công tác của xóm.",
        ("Số thửa bình quân mỗi hộ", "thửa", 6, 2),
    ),
    Idea(
        "economy",
        "Hũ gạo tiết kiệm giúp hộ khó khăn",
        "Mỗi hộ góp một bơ gạo mỗi tháng; chi hội công khai người nhận theo số lượng.",
        "Điểm thu tại nhà văn hóa; sổ công khai.",
        ("Hộ được giúp", "hộ", 0, 31),
    ),
    Idea(
        "economy",
        "Vay vốn quay vòng không lãi",
        "Hội viên góp vốn cho nhau vay theo lượt để mua giống, sửa chuồng.",
        "Quy chế góp vốn; tổ trưởng theo dõi.",
        ("Hộ thoát nghèo", "hộ", 3, 17),
    ),
    Idea(
        "economy",
        "Chợ văn minh, cân đối chứng",
        "Đặt cân đối chứng, niêm yết giá, tổ tự quản nhắc nhở hằng ngày.",
        "Cân đã kiểm định; ban quản lý chợ đồng thuận.",
        ("Quầy niêm yết giá", "quầy", 20, 115),
    ),
    Idea(
        "culture_society",
        "Tuyến phố không rác",
        "Hộ dân nhận đoạn phố trước nhà, đổ rác đúng giờ, cuối tuần cùng tổng vệ sinh.",
        "Lịch thu gom cố định; nhóm liên lạc của tổ dân phố.",
        ("Điểm rác tự phát", "điểm", 14, 2),
    ),
    Idea(
        "culture_society",
        "Phân loại rác tại nguồn",
        "Mỗi hộ có hai thùng; chi hội phụ nữ hướng dẫn từng nhà và thu rác tái chế gây quỹ.",
        "Thùng rác hai ngăn; điểm tập kết.",
        ("Hộ phân loại rác", "hộ", 85, 640),
    ),
    Idea(
        "culture_society",
        "Đám cưới, đám tang văn minh",
        "Quy ước do dân bàn: không quá số mâm đã định, không hút thuốc, không rải vàng mã.",
        "Quy ước được công nhận; người uy tín vận động.",
        ("Đám tang hỏa táng", "%", 41, 68),
    ),
    Idea(
        "culture_society",
        "Con đường bích họa",
        "Đoàn thanh niên và người dân cùng vẽ lại tường bao bị bôi bẩn.",
        "Chủ hộ đồng ý; sơn do dân góp.",
        ("Mét tường được vẽ", "m", 0, 420),
    ),
    Idea(
        "culture_society",
        "Tủ sách cộng đồng tại nhà văn hóa",
        "Dân góp sách, thanh niên trực theo ca, mở cửa buổi tối.",
        "Một phòng có đèn và bàn; lịch trực.",
        ("Lượt đọc mỗi tháng", "lượt", 30, 260),
    ),
    Idea(
        "culture_society",
        "Hàng cây, luống hoa thay bãi rác",
        "Biến điểm tập kết rác tự phát thành vườn hoa do tổ dân phố chăm sóc.",
        "Đất công; nước tưới.",
        ("Vườn hoa mới", "vườn", 0, 6),
    ),
    Idea(
        "culture_society",
        "Tiếp bước em đến trường",
        "Mỗi chi bộ nhận giúp một học sinh khó khăn suốt năm học.",
        "Danh sách do nhà trường giữ; quỹ tự nguyện.",
        ("Học sinh được giúp", "học sinh", 9, 38),
    ),
    Idea(
        "defence_security",
        "Tổ tự quản về an ninh trật tự",
        "Mỗi ngõ một tổ, có lịch tuần tra và số điện thoại trực.",
        "Công an khu vực tập huấn; còi, đèn pin.",
        ("Vụ trộm cắp trong năm", "vụ", 11, 3),
    ),
    Idea(
        "defence_security",
        "Camera an ninh do dân góp",
        "Hộ dân góp lắp camera ở đầu ngõ; quy chế xem lại do tổ dân phố bàn.",
        "Ba phần tư số hộ đồng ý; quy chế sử dụng.",
        ("Ngõ có camera", "ngõ", 4, 37),
    ),
    Idea(
        "defence_security",
        "Liên gia an toàn phòng cháy",
        "Năm đến mười hộ cùng một điểm chữa cháy, báo động chung, diễn tập mỗi quý.",
        "Bình chữa cháy; chuông báo chung.",
        ("Tổ liên gia", "tổ", 2, 24),
    ),
    Idea(
        "defence_security",
        "Cổng trường an toàn giao thông",
        "Phụ huynh xếp hàng đón con theo vạch, cựu chiến binh điều tiết giờ cao điểm.",
        "Vạch sơn; lịch trực.",
        ("Lần ùn tắc mỗi tuần", "lần", 10, 1),
    ),
    Idea(
        "defence_security",
        "Thắp sáng đường quê",
        "Dân góp lắp đèn trên các tuyến ngõ tối, tự quản giờ bật tắt.",
        "Ngành điện cho đấu nối; quỹ góp theo hộ.",
        ("Ngõ có đèn", "ngõ", 8, 52),
    ),
    Idea(
        "political_system",
        "Ngày thứ Bảy vì dân",
        "Bộ phận một cửa làm việc sáng thứ Bảy cho người đi làm.",
        "Lịch trực; chữ ký số.",
        ("Hồ sơ giải quyết thứ Bảy", "hồ sơ", 0, 930),
    ),
    Idea(
        "political_system",
        "Trả kết quả tại nhà cho người già yếu",
        "Đoàn viên mang giấy tờ đến tận nhà người không đi lại được.",
        "Danh sách do tổ dân phố báo; hẹn trước.",
        ("Lượt trả tại nhà", "lượt", 0, 145),
    ),
    Idea(
        "political_system",
        "Công sở thân thiện, 4 xin, 4 luôn",
        "Quy tắc nói và làm ở bộ phận một cửa, có phiếu đánh giá tại chỗ.",
        "Phiếu đánh giá; camera tiếp dân.",
        ("Ý kiến hài lòng", "%", 82, 96),
    ),
    Idea(
        "political_system",
        "Chi bộ bốn tốt ở khu dân cư",
        "Mỗi đảng viên nhận một việc cụ thể với dân và báo cáo kết quả hằng quý.",
        "Bảng phân công công khai.",
        ("Việc đã làm xong", "việc", 18, 74),
    ),
    Idea(
        "political_system",
        "Nghe dân nói mỗi sáng thứ Hai",
        "Lãnh đạo ngồi tại nhà văn hóa từ bảy giờ nghe ý kiến, trả lời trong tuần.",
        "Sổ theo dõi; người ghi ý kiến.",
        ("Ý kiến được trả lời trong tuần", "ý kiến", 12, 88),
    ),
    Idea(
        "political_system",
        "Giải phóng mặt bằng bằng đối thoại",
        "Tổ vận động đến từng hộ, công khai giá và phương án, không cưỡng chế.",
        "Tổ vận động có người uy tín; phương án công khai.",
        ("Hộ bàn giao trước hạn", "hộ", 0, 57),
    ),
    Idea(
        "political_system",
        "Một phút văn minh trên loa truyền thanh",
        "Mỗi ngày một việc tốt, một việc cần sửa, do dân gửi đến.",
        "Người biên tập; hộp thư góp ý.",
        ("Tin do dân gửi mỗi tháng", "tin", 3, 29),
    ),
)

ADAPTED = (
    "Đổi lịch sang buổi tối vì phần lớn hộ dân đi làm.",
    "Thu gọn còn ba tổ dân phố đầu tiên, làm điểm rồi mới nhân rộng.",
    "Thay quỹ góp bằng xã hội hóa của doanh nghiệp trên địa bàn.",
    "Giao Đoàn thanh niên làm nòng cốt thay cho hội phụ nữ.",
    "Bổ sung quy chế công khai vì địa bàn có nhiều người thuê trọ.",
)
RESULTS = (
    "Sau ba tháng hơn hai phần ba số hộ tham gia.",
    "Đạt kết quả gần như nơi làm trước, chậm hơn một quý.",
    "Mới đạt một nửa mục tiêu; tổ dân phố bàn lại cách làm.",
    "",
)
FINDINGS = (
    "Kiểm tra thực tế: mô hình hoạt động đều, có sổ theo dõi.",
    "Đạt yêu cầu; cần thêm số liệu so sánh trước và sau.",
    "Người dân xác nhận có chuyển biến rõ.",
)
STOPPED = "Đã hoàn thành mục tiêu, chuyển thành việc thường xuyên của tổ dân phố."
