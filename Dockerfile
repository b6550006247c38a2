# The image of web, worker, beat, sealer and the one-shot commands; the command decides which.
FROM python:3.13-slim AS packages
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml requirements.lock ./
# The lock pins the test tools too; as a constraint it brings only what production needs.
RUN uv venv /venv \
    && uv pip install --python /venv/bin/python --no-cache --compile-bytecode \
        --require-hashes --requirements pyproject.toml --constraints requirements.lock

FROM python:3.13-slim
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-inter fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin slutaskjut \
    && install -d -m 700 -o slutaskjut -g slutaskjut /srv/paper /srv/seal
COPY --from=packages /venv /venv
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PAPER_DIR=/srv/paper SEAL_DIR=/srv/seal
COPY manage.py ./
COPY locale locale
COPY static static
COPY templates templates
COPY partners partners
COPY cases cases
COPY interventions interventions
COPY sluta_skjut sluta_skjut
# Everything that does not change while running is made here: the image is read-only later.
RUN pybabel compile --directory locale --domain django \
    && DB_ROLE=owner SECRET_KEY=only-while-building python manage.py collectstatic --noinput \
    && python -m compileall -q partners cases interventions sluta_skjut
USER slutaskjut
EXPOSE 8000
CMD ["gunicorn", "sluta_skjut.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--workers", "2", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
