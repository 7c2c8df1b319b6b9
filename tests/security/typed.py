"""
What can be typed at the doors of voices, promises and the public pages: the fields of each form, the parts of each address.

Hidden fields stand here too, and the names by which a page tells its buttons apart.
"""

FORMS = {
    name: fields.split()
    for name, fields in {
        "reference:topics": "name_vi name_en starts_on once",
        "reference:end_topic": "ends_on",
        "notifications:all_read": "newest",
        "notifications:preferences": "commitments.given|in_app commitments.given|email",
        "commitments:give": (
            "text unit asked_by due_on origin origin_label topic place priority is_public once"
        ),
        "commitments:act": "version note proof_text attachments once",
        "commitments:remind_many": "cam-ket text tiep once",
        "briefings:meeting_plan": "unit period kind title day hour place chair agenda once",
        "briefings:meeting_edit": "version unit period kind title day hour place chair agenda",
        "briefings:meeting_step": "version reason held_on attended minutes conclusion",
        "briefings:meeting_tasks": (
            "version viec-TOTAL_FORMS viec-INITIAL_FORMS viec-0-task_id viec-0-chosen viec-0-text viec-0-unit viec-0-due_on"
        ),
        "briefings:meeting_give": "version",
        "briefings:meeting_take_back": "version reason",
        "petitions:enter": (
            "unit channel received_on kind text topic place where urgency name phone email address attached "
            "wants_public once"
        ),
        "petitions:register": "unit external_case_ref topic received_on once",
        "petitions:routes": "unit topic to_unit starts_on basis",
        "petitions:route_end": "ends_on",
        "petitions:reception_plan": "unit head day starts_at ends_at place once",
        "petitions:reception_day": "version day starts_at ends_at move post",
        "petitions:reception_record": (
            "unit on kind host head visit_count person_count large_group_count case_count once"
        ),
        "petitions:reception_session": (
            "version visit_count person_count large_group_count case_count state conclusion_ref step"
        ),
        "petitions:contact": "purpose",
        "petitions:classify": "version decision kind topic place urgency words",
        "petitions:write": "version text to_sender once",
        "petitions:extend": "version reason",
        "petitions:hand_over": "version to_unit reason",
        "petitions:decide": "version to_unit reason",
        "petitions:answer": "version found done outcome basis promise promised_on attached no_proof",
        "petitions:split": "version text1 topic1 text2 topic2 text3 topic3",
        "petitions:join": "version to",
        "petitions:publish": "version title text answer removed",
        "petitions:complaint": "version stage on external_case_ref",
        "petitions:seal": "version accused handed_to way",
        "engagement:plan": (
            "unit title kind bases day hour chair place mode content how_to_attend questions_until joint_units "
            "joint_bodies once"
        ),
        "engagement:edit": (
            "version unit title kind bases day hour chair place mode content how_to_attend questions_until "
            "joint_units joint_bodies"
        ),
        "engagement:step": "version reason day hour until number held_on attended ways",
        "engagement:record": "text topic answer key",
        "engagement:send": "text topic answer key typed_at",
        "engagement:opinion": "version way words unit body due_on",
        "engagement:wording": "version text public_text topic",
        "engagement:question": "version decision text topic ground reason",
        "engagement:training_plan": "unit title content audiences scheduled_on days place once",
        "engagement:training_material": "version title file",
        "engagement:training_step": "version reason held_on attendance post_other result",
        "engagement:training_required": (
            "cell_secretary cell_secretary_appointed cell_secretary_excused staff_in_charge union_head youth_head other"
        ),
        "engagement:note_write": (
            "unit topic period_name kind extent count text cause responsible_body proposal once"
        ),
        "engagement:note_edit": (
            "version unit topic period_name kind extent count text cause responsible_body proposal"
        ),
        "engagement:note_decide": "version decision remark unit",
        "engagement:topic": "version state responsible assessment",
        "democracy:consultation_new": (
            "unit title drafter summary channels how opens_on closes_on short_reason once"
        ),
        "democracy:consultation_step": "version conferences response published_on ways",
        "democracy:opinion_add": "channel received_on clause topic text count once",
        "democracy:opinion": "version channel received_on clause topic text count bo",
        "democracy:groups": "muc clause gist into rest tan",
        "democracy:group": "version verdict reason promise due_on",
        "democracy:disclosure_new": "unit item title decision decided_on planned_on once",
        "democracy:disclosure_step": "version published_on ways proof_url reason",
        "democracy:disclosure_plan": "don-vi nam noi-dung undo",
        "democracy:disclosure_remind": "muc text once",
        "democracy:regulation_new": "unit title symbol issuer valid_from valid_to replaces once",
        "democracy:regulation_step": "version unit title symbol issuer valid_from valid_to",
        "democracy:decision_new": "unit community title kind way proposed_on once",
        "democracy:decision_step": "version discussed_on announced_on",
        "democracy:supervision_new": "unit body title planned_on once",
        "democracy:supervision_step": "version on findings",
        "evaluation:set_new": "unit name level basis starts_on appeal_days bands copy_of once",
        "evaluation:group_new": "version title",
        "evaluation:line_new": (
            "version group title points kind guidance needs_file indicator reading divisor scope rule target steps"
        ),
        "evaluation:line": (
            "version group title points kind guidance needs_file indicator reading divisor scope rule target steps"
        ),
        "evaluation:line_remove": "version",
        "evaluation:issue": "version",
        "evaluation:open_round": "criteria period title self_due_on review_due_on buoc once",
        "evaluation:remind": "don-vi text",
        "evaluation:publish": "don-vi",
        "evaluation:finalise": "don-vi",
        "evaluation:score": "version points_1 note_1 note_2 file_1",
        "evaluation:submit": "version",
        "evaluation:take_back": "version",
        "evaluation:review": "version points_1 reason_1 remark",
        "evaluation:appeal": "version reason",
        "evaluation:decide": "version points_1 answer",
        "directives:draft": "unit title content programmes kind style body signer in_force_from in_force_to once",
        "directives:edit": "version unit title content programmes kind style body signer in_force_from in_force_to",
        "directives:register": (
            "unit title content programmes symbol issuer issued_on received_on signer in_force_from in_force_to once"
        ),
        "directives:step": "version signer signed_on issued_on in_force_from how ended_on reason upload caption",
        "directives:graph": "kind target",
        "directives:unrelate": "once",
        "directives:give": (
            "giver branches levels codes itself instruction acknowledge_by plan_due_on report_due_on buoc dau once"
        ),
        "directives:take_back": "giver",
        "directives:remind": "text dau giao",
        "directives:acknowledge": "giao",
        "directives:assignment_step": "version symbol issued_on upload text unit due_on reported_on reason",
        "directives:programme_new": "unit kind name first_year last_year summary once",
        "directives:programme_edit": "unit kind name first_year last_year summary",
        "oversight:new": (
            "unit title form requested topic target_unit target_units target_bodies plan_year plan_quarter scheduled_on "
            "submit_on content led_by host_units host_bodies once"
        ),
        "oversight:edit": (
            "version unit title form topic target_unit target_units target_bodies plan_year plan_quarter scheduled_on "
            "content led_by host_units host_bodies"
        ),
        "oversight:step": "version on reason",
        "oversight:take_back": "version",
        "oversight:answer_joint": "decision",
        "oversight:recommend": "finding text to_unit to_body due_on once",
        "oversight:recommendation": "version finding text to_unit to_body due_on",
        "oversight:take_out": "version",
        "oversight:opine": "part text once",
        "oversight:opinion": "version part text",
        "oversight:agree": "number signer agreed_on agreed_with cuoc",
        "oversight:remind": "kn text once",
        "portal:send": (
            "cua kind text topic find place where name phone email files public key step sum sum_token"
        ),
        "portal:follow": "code",
        "portal:act": "code part text files score settled comment reason wanted once",
        "portal:attachment": "code part id",
        "portal:ask": "text topic once sure",
        "portal:language": "language next",
        "portal:write": "unit title summary text step once",
        "portal:article": "unit title summary text version step",
        "portal:publish": "version",
        "portal:take_back": "version reason",
        "portal:releases": "period reason once",
        "portal:open311_requests": (
            "service_code description lat long address_id address_string email first_name last_name phone media_url "
            "attribute[gate] attribute[kind] attribute[public] attribute[place]"
        ),
        "exemplars:register": "unit title field holder registered_on summary conditions once",
        "exemplars:edit": "version title field summary conditions adapted copy_result",
        "exemplars:step": "version on verdict findings residents",
        "exemplars:at_once": "m on verdict findings residents once",
        "exemplars:contest_plan": "unit title about entries_until criteria rounds jury once",
        "exemplars:contest_edit": "version unit title about entries_until criteria rounds jury",
        "exemplars:contest_step": "version reason",
        "exemplars:enter": "unit title text once",
        "exemplars:judge": "standing",
        "exemplars:award_draft": (
            "unit holder_unit holder movement launched_on year form authority persons direct_persons achievement model "
            "dossier once"
        ),
        "exemplars:award_edit": (
            "version movement launched_on year form authority persons direct_persons achievement dossier"
        ),
        "ingest:send_back": "unit files once",
        "ingest:foreign": "round unit files once",
        "ingest:prose": "unit files text once",
        **{f"ingest:{name}": "version" for name in ("take_in", "take_back", "discard")},
        "ingest:decide": "version viec report unit period ma-1 so-1 cap-1",
        "ingest:mapping": "version ma-1 ma-2 cot-1",
        "ingest:word": "version ma dung",
        "exemplars:award_step": "version on council_size votes_for votes_against",
        "exemplars:council": "m on council_size votes_for votes_against once",
    }.items()
}

QUERIES = {
    name: parts.split()
    for name, parts in {
        "notifications:list": "xem trang",
        "commitments:owed": "trang xem",
        "commitments:to_us": "trang xem",
        "commitments:every": "q trang-thai nguon don-vi chi trang",
        "commitments:excel": "q trang-thai nguon don-vi chi",
        "commitments:csv": "q trang-thai nguon don-vi chi",
        "commitments:wall": "don-vi",
        "briefings:meetings": "nam trang-thai loai cap don-vi q trang",
        "briefings:meetings_excel": "nam trang-thai loai cap don-vi q",
        "briefings:meetings_csv": "nam trang-thai loai cap don-vi q",
        "briefings:meeting_slides": "trang goi",
        "reporting:differences": "ky bieu-mau don-vi q trang",
        "reporting:differences_excel": "ky bieu-mau don-vi q",
        "petitions:excel": "so state topic kind unit tu den",
        "engagement:dialogues_excel": "nam trang-thai loai cap don-vi",
        "engagement:situation_excel": "trang-thai chu-de",
        "petitions:inbox": "so state topic kind unit tu den page",
        "petitions:retention": "page",
        "petitions:sealed": "page",
        "petitions:reception": "thang",
        "petitions:reception_posting": "thang unit",
        "petitions:reception_record": "lich",
        "engagement:dialogues": "nam trang-thai loai cap don-vi trang",
        "engagement:watch": "nam xem don-vi trang",
        "engagement:trainings": "nam trang",
        "engagement:training_required": "nam",
        "engagement:trainings_excel": "nam",
        "engagement:training_coverage": "nam vi-tri xem don-vi trang",
        "engagement:training_coverage_excel": "nam don-vi",
        "evaluation:board": "tim nam trang-thai cap don-vi trang",
        "evaluation:excel": "tim nam trang-thai cap don-vi",
        "evaluation:rounds": "trang",
        "evaluation:round": "trang",
        "evaluation:sets": "trang",
        "engagement:situation": "trang-thai chu-de trang",
        "engagement:questions": "trang",
        **{
            f"democracy:{name}": "q nam trang-thai loai cap don-vi trang"
            for name in ("consultations", "disclosures", "regulations", "decisions", "supervisions", "export")
        },
        "democracy:opinion_add": "channel received_on clause",
        "democracy:disclosure_plan": "don-vi nam",
        "democracy:disclosure_remind": "muc",
        "directives:board": "q nam trang-thai loai the-thuc cap nguon chuong-trinh don-vi trang",
        "directives:export": "q nam trang-thai loai chuong-trinh don-vi",
        "directives:graph": "q",
        "directives:cascade": "don-vi cap trang-thai trang",
        "directives:given": "q trang-thai trang",
        "directives:given_excel": "q trang-thai",
        "briefings:documents_excel": "q state year",
        "democracy:consultations": "q nam loai trang-thai don-vi cap trang",
        "democracy:disclosures": "q nam loai trang-thai don-vi cap trang",
        "oversight:home": "q nam quy trang-thai hinh-thuc cap chu-de don-vi noi trang",
        "oversight:board": "q nam quy trang-thai hinh-thuc cap chu-de don-vi noi trang",
        "oversight:download": "q nam quy trang-thai hinh-thuc cap chu-de don-vi noi",
        "oversight:plan": "nam don-vi",
        "oversight:agree": "nam",
        "oversight:ledger": "don-vi co-quan tuoi loai tre q trang",
        "oversight:ledger_download": "don-vi co-quan tuoi loai tre q",
        "oversight:remind": "kn",
        "portal:search": "tim",
        "portal:send": "cua noi",
        "portal:dialogues": "don-vi nam trang",
        "portal:dialogue_feed": "don-vi",
        "portal:drafts": "don-vi trang",
        "portal:wall": "don-vi",
        "portal:promise": "ket-qua",
        "portal:matters": "tim chu-de noi xem trang",
        "portal:matters_feed": "chu-de noi",
        "portal:reception": "don-vi",
        "portal:conduct": "ngay",
        "portal:figures": "chi-tieu",
        "portal:news": "trang",
        "portal:manage": "xem page",
        "portal:open_data_release": "bang tu",
        "portal:open311_requests": "service_code service_request_id start_date end_date status lat long radius page per_page",
        "exemplars:models": "q nam trang-thai linh-vuc cap ai don-vi trang",
        "exemplars:models_excel": "q nam trang-thai linh-vuc cap ai don-vi",
        "exemplars:models_csv": "q nam trang-thai linh-vuc cap ai don-vi",
        "exemplars:register": "nguon",
        "exemplars:library": "q linh-vuc trang",
        "exemplars:changes": "tu den don-vi",
        "exemplars:spread": "trang",
        "exemplars:at_once": "m",
        "exemplars:contests": "trang",
        "exemplars:awards": "q nam trang-thai hinh-thuc ai don-vi trang",
        "exemplars:awards_excel": "q nam trang-thai hinh-thuc ai don-vi",
        "exemplars:award_draft": "mo-hinh",
        "exemplars:council": "trang",
        "ingest:imports": "q loai trang-thai trang",
        "ingest:forms_out": "round unit whose packed",
        "ingest:history": "trang",
        "ingest:import": "tep trang tai trang-thai",
        "ingest:words": "q loai trang",
    }.items()
}

# Doors that post nothing but a press.
BODILESS = {
    "briefings:meeting_make",
    "oversight:propose_joint",
    "notifications:open",
    "reference:confirm_topic",
    "portal:release_publish",
    "portal:release_discard",
    "exemplars:take_back",
    "exemplars:withdraw",
    "ingest:history_back",
}
