# One image for web, worker, scheduler and migration; which one it is, the compose file's command says.
FROM python:3.13-slim AS product
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 STATIC_ROOT=/app/staticfiles
ARG BUILD_COMMIT="" BUILD_DATE=""
ENV BUILD_COMMIT=$BUILD_COMMIT BUILD_DATE=$BUILD_DATE
WORKDIR /app
RUN useradd --system --uid 10001 --no-create-home centre
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/base.txt
COPY . .
# The key of the line below signs nothing: collecting files needs settings, not secrets.
RUN DEVELOPMENT=1 python manage.py collectstatic --no-input --verbosity 0 && python -m compileall -q .
USER centre
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--threads=4", "--worker-tmp-dir=/dev/shm", "--access-logfile=-"]

# The backup service: the same with the programs of PostgreSQL, which also prove a backup by starting it.
FROM product AS backup
USER root
RUN pip install --no-cache-dir --require-hashes --requirement requirements/demo.txt \
    && install --directory --owner=999 --group=999 --mode=0700 /backups /spool /keys /restored
USER 999:999
CMD ["python", "manage.py", "keep_backups"]

# Built when no target is named.
FROM product
