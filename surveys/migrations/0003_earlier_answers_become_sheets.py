"""Every earlier survey gets its question and the free words as questions, every earlier answer becomes a sheet."""

from django.db import migrations

COMMENT = "自由記述"
AT_ONCE = 1000


def become_sheets(apps, schema_editor):
    survey_model, earlier, question, answer, item = (
        apps.get_model("surveys", name) for name in ("Survey", "SurveyAnswer", "Question", "Answer", "AnswerItem")
    )
    asked = {}
    for survey in survey_model.objects.order_by("pk"):
        asked[survey.pk] = (
            question.objects.create(
                survey=survey, position=1, kind="satisfaction", text_ja=survey.question, required=True
            ),
            question.objects.create(survey=survey, position=2, kind="text", text_ja=COMMENT),
        )
    sheets, items = [], []
    for one in earlier.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        satisfaction, comment = asked[one.survey_id]
        sheet = answer(
            survey_id=one.survey_id,
            answered_on=one.answered_on,
            recorded_by_id=one.recorded_by_id,
            recorded_at=one.recorded_at,
        )
        sheets.append(sheet)
        items.append(item(answer=sheet, question=satisfaction, score=one.satisfaction))
        if one.comment:
            items.append(item(answer=sheet, question=comment, text=one.comment))
    answer.objects.bulk_create(sheets, batch_size=AT_ONCE)
    item.objects.bulk_create(items, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_questions_links_and_answers")]

    # There is no way back: the earlier form cannot hold the new questions.
    operations = [migrations.RunPython(become_sheets)]
