# The server as a container image. deploy/compose.yml runs it behind Caddy. tests/deploy/test_container.py compares the
# steps with the Makefile. Nobody has built this image yet: read docs/operating/container.md first.

FROM node:24-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-progress --loglevel=error
COPY static static
RUN node static/build.mjs

FROM python:3.13-slim-bookworm AS program
WORKDIR /opt/open-floor
RUN python -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-cache-dir -r requirements.txt
COPY LICENSE server.py ./
COPY moderation moderation
COPY templates templates
COPY static/css static/css
COPY data/sessions data/sessions
COPY data/words data/words
RUN .venv/bin/python -m moderation.catalogues compile
COPY --from=assets /build/static/built static/built

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 990 --home-dir /data --shell /usr/sbin/nologin open-floor \
  && install --directory --mode=700 --owner=open-floor --group=open-floor /data
WORKDIR /opt/open-floor
COPY --from=program /opt/open-floor ./
USER open-floor
# The container's own interface is its only one; compose.yml publishes no port of it.
ENV HOST=0.0.0.0 PORT=5000 DATA_DIR=/data TRUSTED_PROXIES=1 MALLOC_ARENA_MAX=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5000/healthz', timeout=4)"]
CMD [".venv/bin/python", "server.py"]
