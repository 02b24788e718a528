# The packages that are needed to build, development dependencies included.
FROM node:24.21.0-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY clients/typescript/package.json clients/typescript/
COPY web/package.json web/
COPY scripts/check-npm.js scripts/check-node.js scripts/build.ts scripts/build-page.ts scripts/
RUN npm ci
COPY tsconfig.json rolldown.config.ts ./
COPY src/ src/
COPY clients/typescript/src/ clients/typescript/src/
COPY web/ web/
ARG REVISION=unknown
RUN npm run build

# The packages without those that are needed only for development.
FROM node:24.21.0-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY clients/typescript/package.json clients/typescript/
COPY web/package.json web/
COPY scripts/check-npm.js scripts/
RUN npm ci --omit=dev && npm cache clean --force

FROM node:24.21.0-trixie-slim
LABEL org.opencontainers.image.title="Kinopolka" \
      org.opencontainers.image.description="Find films through Kinopoisk API Unofficial and keep a shelf of favourites" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    METRICS_HOST=0.0.0.0 \
    DATA_DIR=/data
WORKDIR /app
# The packages that the bundle leaves outside, because they have files of their own (rolldown.config.ts); all others are in it.
COPY --from=dependencies /app/node_modules/@electric-sql/pglite/ node_modules/@electric-sql/pglite/
COPY --from=dependencies /app/node_modules/@node-rs/ node_modules/@node-rs/
COPY --from=dependencies /app/node_modules/@zxcvbn-ts/language-common/ node_modules/@zxcvbn-ts/language-common/
COPY --from=dependencies /app/node_modules/swagger-ui-dist/ node_modules/swagger-ui-dist/
COPY --from=build /app/dist/ dist/
COPY package.json ./
COPY drizzle/ drizzle/
COPY seed/ seed/
# `kinopolka <command>` works inside the container. Any user id can write to the data folder.
RUN ln -s /app/dist/kinopolka.js /usr/local/bin/kinopolka && install -d -m 1777 /data
VOLUME /data
EXPOSE 8080 9464
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["kinopolka", "health"]
ENTRYPOINT ["kinopolka"]
CMD ["serve"]
