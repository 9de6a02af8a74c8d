# Two stages: the first has a compiler and every package, the second only what runs.
FROM node:20-bookworm AS build
WORKDIR /lvbo
# Node's own headers are in the image; node-gyp need not download them to compile nodejieba.
ENV npm_config_nodedir=/usr/local
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run --silent console && npm prune --omit=dev

FROM node:20-bookworm-slim
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    ffmpeg fontconfig fonts-noto-cjk tesseract-ocr tesseract-ocr-chi-sim tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data
WORKDIR /lvbo
COPY --from=build /lvbo/package.json /lvbo/tsconfig.json ./
COPY --from=build /lvbo/node_modules node_modules
COPY --from=build /lvbo/dist dist
COPY --from=build /lvbo/drizzle drizzle
COPY --from=build /lvbo/lexicons lexicons
COPY --from=build /lvbo/policies policies
COPY --from=build /lvbo/shared shared
COPY --from=build /lvbo/services services
ENV NODE_ENV=production TZ=Asia/Shanghai DATA_DIR=/data DATABASE_URL=pglite:/data/db HOST=0.0.0.0 PORT=8787
# Alone, the image is a whole installation: everything it keeps is in this volume.
VOLUME /data
USER node
EXPOSE 8787
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# tini hands signals on and collects the ffmpeg processes that outlive their parents.
ENTRYPOINT ["tini", "--"]
CMD ["node", "--import", "tsx", "services/main.ts"]
