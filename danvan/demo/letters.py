"""What people write to the offices of the demo city, and what was answered: invented, by topic, without a name in it."""

from __future__ import annotations

from typing import NamedTuple


class Letter(NamedTuple):
    """`text`, `found`, `done` and `promise` take a `place`; `kind` is what the sender chose."""

    topic: str
    kind: str
    title: str
    text: str
    found: str
    done: str
    promise: str


LETTERS = (
    Letter("traffic", "feedback", "Mặt đường xuống cấp, nhiều ổ gà",
           "Mặt đường tại {place} bong tróc, có nhiều ổ gà sâu; buổi tối người đi xe máy rất dễ ngã. "
           "Đề nghị cơ quan chức năng kiểm tra, sửa chữa.",
           "Tổ công tác kiểm tra thực địa tại {place}, xác định ba vị trí mặt đường hư hỏng với diện tích 14 m2.",
           "Đơn vị duy tu đã vá xong ba vị trí bằng bê tông nhựa và kẻ lại vạch sơn.",
           "Thảm lại toàn bộ đoạn đường hư hỏng tại {place}"),
    Letter("traffic", "feedback", "Đèn chiếu sáng công cộng không hoạt động",
           "Hơn hai tuần nay năm bóng đèn đường tại {place} không sáng, việc đi lại của học sinh học ca tối không an toàn.",
           "Kiểm tra lúc 19 giờ tại {place}: năm bóng cháy, một đoạn cáp ngầm bị đứt do thi công.",
           "Đơn vị quản lý chiếu sáng đã thay bóng, nối lại cáp và bàn giao trong ngày.",
           "Thay toàn bộ tuyến đèn tại {place} bằng đèn tiết kiệm điện"),
    Letter("traffic", "recommendation", "Lấn chiếm vỉa hè làm nơi kinh doanh",
           "Vỉa hè tại {place} bị chiếm làm nơi bày hàng và để xe, người đi bộ phải đi xuống lòng đường. "
           "Đề nghị có biện pháp duy trì thường xuyên.",
           "Lực lượng trật tự đô thị ghi nhận sáu hộ bày hàng vượt vạch tại {place} vào giờ cao điểm chiều.",
           "Đã lập biên bản nhắc nhở sáu hộ, kẻ vạch để xe và phân công tổ tự quản kiểm tra hằng ngày.",
           "Lắp biển và kẻ vạch phân định phần vỉa hè cho người đi bộ tại {place}"),
    Letter("drainage", "feedback", "Ngập úng sau mưa do cống tắc",
           "Sau mỗi trận mưa nước tại {place} dâng đến đầu gối, nửa ngày mới rút, nước bẩn tràn vào nhà.",
           "Mở bốn hố ga tại {place}: bùn và rác lấp hai phần ba tiết diện cống.",
           "Đã nạo vét 120 m cống, thay hai nắp hố ga vỡ và lắp lưới chắn rác.",
           "Cải tạo tuyến cống D400 thành D600 tại {place} trước mùa mưa"),
    Letter("environment", "feedback", "Rác thải tồn đọng, bốc mùi",
           "Điểm tập kết rác tại {place} thường xuyên quá tải, rác tràn ra đường, bốc mùi vào giờ ăn của người dân.",
           "Kiểm tra ba buổi tại {place}: xe thu gom đến muộn từ một đến hai giờ so với lịch.",
           "Đơn vị vệ sinh môi trường đã thêm một chuyến lúc 21 giờ và rửa điểm tập kết hằng ngày.",
           "Di chuyển điểm tập kết rác khỏi khu dân cư tại {place}"),
    Letter("environment", "feedback", "Nước sinh hoạt yếu và đục",
           "Nước máy tại {place} yếu vào buổi sáng, có hôm đục và có mùi, ảnh hưởng sinh hoạt của nhiều hộ.",
           "Đo tại bốn điểm ở {place}: áp lực chỉ đạt 0,4 bar; mẫu nước có độ đục vượt mức cho phép.",
           "Đơn vị cấp nước đã súc xả đường ống, thay van cuối tuyến; mẫu thử lại đạt quy chuẩn.",
           "Thay 300 m đường dẫn nước cũ tại {place}"),
    Letter("environment", "recommendation", "Đề nghị thêm thùng phân loại rác",
           "Nhiều gia đình tại {place} muốn phân loại rác nhưng không có thùng riêng. Đề nghị bố trí thùng và hướng dẫn.",
           "Khảo sát cho thấy 68 hộ tại {place} đồng ý tham gia phân loại rác tại nguồn.",
           "Đã đặt bốn cụm thùng ba ngăn, phát tờ hướng dẫn và giao Hội Phụ nữ theo dõi.",
           "Mở rộng mô hình phân loại rác tại nguồn ra toàn bộ khu dân cư quanh {place}"),
    Letter("land", "recommendation", "Hồ sơ cấp giấy chứng nhận quá hạn trả",
           "Hồ sơ đề nghị cấp giấy chứng nhận quyền sử dụng đất tại {place} đã quá ngày hẹn mà chưa có thông báo.",
           "Bộ phận một cửa rà soát hồ sơ tại {place}: thiếu trích lục bản đồ do nhập sai số thửa.",
           "Đã xin lỗi bằng văn bản, bổ sung trích lục và hẹn lại ngày trả kết quả.",
           "Trả kết quả các hồ sơ cấp giấy chứng nhận còn tồn tại {place}"),
    Letter("construction", "feedback", "Công trình xây dựng gây ồn và bụi ban đêm",
           "Công trình tại {place} đổ vật liệu và khoan cắt sau 22 giờ, bụi phủ kín các nhà xung quanh.",
           "Đội quản lý trật tự xây dựng kiểm tra đột xuất lúc 22 giờ 30 tại {place}, ghi nhận thi công ngoài giờ.",
           "Đã lập biên bản, yêu cầu che chắn, tưới nước và chỉ thi công từ 6 giờ đến 22 giờ.",
           "Kiểm tra công trình tại {place} hằng tuần đến khi hoàn thành"),
    Letter("power", "feedback", "Cáp viễn thông võng thấp",
           "Nhiều bó cáp tại {place} võng sát đầu người, có sợi đứt nằm trên lối đi.",
           "Kiểm tra cùng đơn vị viễn thông tại {place}: bảy bó cáp không còn sử dụng, hai bó thấp hơn 3 m.",
           "Đã cắt bỏ cáp hỏng, bó gọn và nâng cáp còn lại lên trên 4,5 m.",
           "Hạ ngầm toàn bộ cáp viễn thông tại {place}"),
    Letter("education", "recommendation", "Đề nghị bảo đảm an toàn cổng trường",
           "Giờ tan học cổng trường tại {place} ùn tắc, xe đỗ kín hai bên. Đề nghị phân luồng và kẻ vạch đón trẻ.",
           "Khảo sát giờ tan học tại {place}: gần 200 xe dừng đỗ trong 20 phút.",
           "Đã chia hai ca tan học cách nhau 15 phút, kẻ khu đón trẻ và cử tổ tự quản điều tiết.",
           "Mở thêm cổng phụ của trường tại {place}"),
    Letter("food", "feedback", "Nghi ngờ thực phẩm không rõ nguồn gốc",
           "Một số quầy tại {place} bán thịt không có dấu kiểm dịch. Đề nghị kiểm tra nguồn gốc và điều kiện vệ sinh.",
           "Đoàn kiểm tra lấy năm mẫu tại {place}: hai quầy không xuất trình được chứng từ nguồn gốc.",
           "Đã xử phạt hai quầy, tiêu hủy 18 kg thịt và niêm yết kết quả tại chợ.",
           "Kiểm tra nguồn gốc thực phẩm tại {place} hằng tháng và công khai kết quả"),
    Letter("welfare", "recommendation", "Đề nghị rà soát danh sách hộ được hỗ trợ",
           "Danh sách hộ được hỗ trợ tại {place} chưa có một số hộ khó khăn mới phát sinh. Đề nghị rà soát, công khai.",
           "Tổ rà soát đến từng hộ tại {place}, xác định bốn hộ đủ điều kiện bổ sung.",
           "Đã bổ sung bốn hộ vào danh sách, niêm yết bảy ngày và không có ý kiến khác.",
           "Chi trả hỗ trợ cho các hộ được bổ sung tại {place}"),
    Letter("jobs", "recommendation", "Đề nghị hỗ trợ học nghề",
           "Lao động lớn tuổi tại {place} khó tìm việc. Đề nghị mở lớp dạy nghề ngắn hạn vào buổi tối.",
           "Khảo sát nhu cầu tại {place}: 31 người đăng ký học may, nấu ăn và sửa chữa điện dân dụng.",
           "Đã phối hợp trung tâm giáo dục nghề nghiệp mở hai lớp buổi tối, miễn học phí.",
           "Mở thêm một lớp sửa chữa điện dân dụng tại {place}"),
    Letter("prices", "feedback", "Thu phí trông giữ xe cao hơn quy định",
           "Bãi xe tại {place} thu cao gấp đôi mức quy định và không đưa vé.",
           "Kiểm tra đột xuất tại {place}: không niêm yết giá, vé không đúng mẫu.",
           "Đã xử phạt chủ bãi xe, yêu cầu niêm yết giá và hoàn tiền cho người có phản ánh.",
           "Kiểm tra giá trông giữ xe tại {place} vào các ngày lễ"),
    Letter("farming", "recommendation", "Kênh tưới bồi lắng, thiếu nước gieo cấy",
           "Kênh nội đồng tại {place} bồi lắng, nhiều thửa cuối kênh thiếu nước. Đề nghị nạo vét trước vụ.",
           "Kiểm tra cùng xí nghiệp thủy lợi tại {place}: 400 m kênh bồi lắng từ 30 đến 50 cm.",
           "Đã nạo vét 400 m kênh và điều chỉnh lịch bơm, nước đến cuối kênh sau hai ngày.",
           "Kiên cố hóa 400 m kênh tại {place}"),
    Letter("safety", "feedback", "Thiếu phương tiện chữa cháy tại chỗ",
           "Ngõ tại {place} hẹp, xe chữa cháy không vào được mà không có trụ nước. Đề nghị bổ sung phương tiện.",
           "Công an và ban bảo vệ dân phố khảo sát tại {place}: trụ nước gần nhất cách 350 m, hai bình hết hạn.",
           "Đã đặt bốn bình chữa cháy, một tủ dụng cụ và tập huấn cho 25 hộ.",
           "Lắp trụ nước chữa cháy tại {place}"),
    Letter("procedures", "recommendation", "Thời gian chờ làm thủ tục còn dài",
           "Sáng thứ Hai bộ phận một cửa rất đông, phải chờ hơn một giờ để chứng thực. Đề nghị bố trí thêm quầy.",
           "Số liệu lấy số cho thấy thời gian chờ trung bình sáng thứ Hai là 52 phút, các ngày khác 14 phút.",
           "Đã mở thêm một quầy vào sáng thứ Hai; thời gian chờ trung bình còn 18 phút.",
           "Nhận đặt lịch hẹn trực tuyến tại bộ phận một cửa"),
    Letter("culture", "recommendation", "Sân chơi trẻ em hư hỏng",
           "Cầu trượt và xích đu tại {place} gãy, có cạnh sắc, trẻ em dễ bị thương. Đề nghị sửa chữa.",
           "Kiểm tra sân chơi tại {place}: ba thiết bị hỏng, nền cao su bong 6 m2.",
           "Đã tháo thiết bị hỏng, lắp thay hai thiết bị mới và dán lại nền.",
           "Lắp bổ sung thiết bị cho trẻ khuyết tật tại sân chơi {place}"),
    Letter("apartment", "feedback", "Thang máy chung cư hay dừng giữa chừng",
           "Thang máy tại {place} trong một tháng dừng bốn lần, người già phải đi bộ tám tầng.",
           "Yêu cầu ban quản trị xuất trình hồ sơ: thang máy tại {place} quá hạn kiểm định hai tháng.",
           "Đã dừng một thang để thay cáp, kiểm định lại và niêm yết kết quả tại sảnh.",
           "Giám sát việc dùng quỹ bảo trì để thay thang máy tại {place}"),
    Letter("budget", "recommendation", "Đề nghị công khai khoản đóng góp làm đường ngõ",
           "Các hộ tại {place} đã đóng góp làm đường ngõ nhưng chưa thấy bảng quyết toán. Đề nghị công khai.",
           "Ban giám sát đầu tư của cộng đồng đối chiếu hồ sơ tại {place}: chứng từ đủ, chưa niêm yết.",
           "Đã niêm yết bảng thu, chi tại nhà văn hóa và giải trình tại cuộc họp dân phố.",
           "Niêm yết bảng thu, chi các khoản đóng góp tại {place} hằng quý"),
)  # fmt: skip
AWAY = {
    "transferred": "Nội dung thuộc thẩm quyền của cơ quan ngoài hệ thống; đã chuyển kèm văn bản và thông báo để theo dõi.",
    "guided": "Nội dung thuộc thẩm quyền của cơ quan thuế; đề nghị gửi đến bộ phận một cửa của cơ quan đó.",
    "not_eligible": "Nội dung chưa nêu rõ việc, địa điểm, thời gian nên chưa đủ điều kiện xử lý; đề nghị gửi lại.",
}
PASSED = "Nội dung thuộc địa bàn và thẩm quyền của đơn vị nhận; chuyển để giải quyết theo quy định."
BASIS = "Quy trình tiếp nhận, xử lý phản ánh, kiến nghị của đơn vị và biên bản kiểm tra kèm theo hồ sơ giấy."
NO_PROOF = "Ảnh và biên bản lưu trong hồ sơ giấy trước khi dùng hệ thống."
AGAIN = "Đã kiểm tra xong nhưng tại vị trí cuối ngõ tình trạng vẫn lặp lại, đề nghị xem xét tiếp."
COMMENTS = (
    "",
    "",
    "Giải quyết nhanh, trả lời rõ.",
    "Kết quả tốt, đề nghị duy trì.",
    "Đã làm nhưng còn chậm.",
)
