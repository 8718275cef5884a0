"""The keys of names with marks on Latin letters are made anew, so that they are found without the marks."""

from django.db import migrations

from jobseekers.person_names import person_key

MARKED = "[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]"


def fold(apps, schema_editor):
    people = apps.get_model("jobseekers", "Jobseeker").objects
    for pk, name in people.filter(name_key__regex=MARKED).values_list("pk", "name"):
        people.filter(pk=pk).update(name_key=person_key(name)[:200])


class Migration(migrations.Migration):
    dependencies = [("jobseekers", "0004_person_page")]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
