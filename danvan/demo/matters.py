"""What people raise at the dialogues of the demo city: invented, by topic, without a name in them."""

from __future__ import annotations

from typing import NamedTuple


class Matter(NamedTuple):
    """`said` and `promise` take a `place`; `answer` is what the hall heard at once."""

    topic: str
    said: str
    answer: str
    promise: str


MATTERS = (
    Matter("traffic", "Đường {place} xuống cấp, nhiều ổ gà, đề nghị sớm sửa chữa.",
           "Đơn vị quản lý đường đã có lịch duy tu, hoàn thành trong tháng.",
           "Sửa chữa mặt đường {place}, báo cáo kết quả tại kỳ đối thoại sau."),
    Matter("traffic", "Đèn chiếu sáng {place} hỏng đã lâu, buổi tối đi lại không an toàn.",
           "Đã giao đơn vị chiếu sáng kiểm tra, thay bóng ngay trong tuần.",
           "Khôi phục hệ thống chiếu sáng {place}."),
    Matter("drainage", "Mỗi khi mưa lớn {place} ngập sâu, nước tràn vào nhà dân.",
           "Công ty Thoát nước sẽ nạo vét hố ga trước mùa mưa.",
           "Nạo vét cống, hố ga {place} trước mùa mưa."),
    Matter("environment", "Rác thải sinh hoạt {place} thu gom không đúng giờ, gây mùi khó chịu.",
           "Đã làm việc với đơn vị vệ sinh môi trường, thu gom từ 18 giờ đến 20 giờ hằng ngày.",
           "Điều chỉnh giờ thu gom và bổ sung điểm tập kết rác {place}."),
    Matter("environment", "Nước sinh hoạt {place} yếu, có hôm mất nước cả ngày.",
           "Đơn vị cấp nước đang thay đường ống, dự kiến xong trong quý.",
           "Kiểm tra áp lực nước và thay đường ống cũ {place}."),
    Matter("land", "Việc cấp giấy chứng nhận quyền sử dụng đất {place} còn chậm.",
           "Các hồ sơ đủ điều kiện được giải quyết trong 30 ngày; bộ phận một cửa đã niêm yết danh mục giấy tờ.",
           "Rà soát, trả lời từng hồ sơ cấp giấy chứng nhận {place} còn tồn."),
    Matter("land", "Giá bồi thường khi thu hồi đất {place} cần được công khai rõ hơn.",
           "Phương án và đơn giá đã niêm yết tại nhà văn hóa; tổ công tác giải đáp vào sáng thứ Bảy.",
           "Niêm yết lại phương án bồi thường {place} và tổ chức giải đáp trực tiếp."),
    Matter("construction", "Có công trình xây dựng {place} sai phép, đề nghị kiểm tra.",
           "Thanh tra xây dựng đã lập biên bản, yêu cầu dừng thi công.",
           "Kiểm tra, kết luận công trình {place} và thông báo cho tổ dân phố."),
    Matter("safety", "Đề nghị lắp thêm camera an ninh và bình chữa cháy {place}.",
           "Công an phường đã khảo sát, lắp hai camera bằng nguồn xã hội hóa.",
           "Bổ sung phương tiện chữa cháy tại chỗ {place}."),
    Matter("education", "Trường mầm non {place} quá tải, đề nghị mở thêm lớp.",
           "Năm học tới tuyển thêm hai lớp, ưu tiên trẻ đúng tuyến.",
           "Trình phương án mở rộng lớp mầm non {place}."),
    Matter("food", "Chợ tạm {place} bán thực phẩm không rõ nguồn gốc.",
           "Đoàn liên ngành đã kiểm tra, xử lý ba hộ kinh doanh.",
           "Kiểm tra an toàn thực phẩm {place} hằng tháng và thông báo kết quả."),
    Matter("welfare", "Đề nghị xem xét lại mức hỗ trợ đối với hộ vừa thoát nghèo {place}.",
           "Hộ vừa thoát nghèo tiếp tục được hưởng chính sách thêm 36 tháng theo quy định.",
           "Rà soát danh sách hộ được hỗ trợ {place}, niêm yết công khai."),
    Matter("procedures", "Thời gian chờ tại bộ phận một cửa còn dài vào đầu tuần.",
           "Đã bố trí thêm một quầy vào sáng thứ Hai và nhận hồ sơ trực tuyến.",
           "Công khai thời gian chờ bình quân tại bộ phận một cửa hằng tháng."),
    Matter("culture", "Nhà văn hóa {place} chật, thiếu chỗ sinh hoạt cho người cao tuổi.",
           "Cho phép dùng hội trường phường vào buổi sáng.",
           "Sửa chữa, bổ sung ghế và quạt cho nhà văn hóa {place}."),
    Matter("apartment", "Thang máy khu tập thể {place} thường xuyên hỏng.",
           "Ban quản trị đã ký hợp đồng bảo trì mới.",
           "Kiểm định thang máy khu tập thể {place} và thông báo kết quả."),
    Matter("farming", "Kênh tưới {place} bị bồi lắng, thiếu nước cho vụ xuân.",
           "Xí nghiệp thủy lợi đã nạo vét xong đoạn đầu kênh.",
           "Nạo vét kênh tưới {place} trước khi đổ ải."),
    Matter("budget", "Đề nghị công khai các khoản thu, chi từ nguồn đóng góp {place}.",
           "Bảng thu, chi đã niêm yết tại nhà văn hóa từ đầu quý.",
           "Niêm yết bảng thu, chi nguồn đóng góp {place} hằng quý."),
    Matter("jobs", "Đề nghị mở lớp dạy nghề cho lao động nông nghiệp {place} khi thu hồi đất.",
           "Trung tâm giáo dục nghề nghiệp mở lớp vào tháng tới, miễn học phí.",
           "Khảo sát nhu cầu và mở lớp dạy nghề {place}."),
)  # fmt: skip
PLACES = (
    "tổ dân phố số 1", "tổ dân phố số 3", "tổ dân phố số 5", "tổ dân phố số 8", "khu dân cư số 2", "khu dân cư số 4",
    "khu vực chợ", "ngõ trước trường tiểu học", "trục đường chính", "khu tập thể cũ", "thôn Đông", "thôn Đoài",
)  # fmt: skip
