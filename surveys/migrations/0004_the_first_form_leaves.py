from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_earlier_answers_become_sheets")]

    operations = [
        migrations.DeleteModel(name="SurveyAnswer"),
        migrations.RemoveField(model_name="survey", name="question"),
    ]
