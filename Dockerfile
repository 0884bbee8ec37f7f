FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY . .
# Installs, and compiles through the package's prepare script.
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/engine/macros engine/macros
COPY --from=build /app/engine/formats/shape/text-shape.wasm engine/formats/shape/
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production UV_THREADPOOL_SIZE=16 STAGEWIRE_DATA_DIR=/data STAGEWIRE_HOST=0.0.0.0
VOLUME /data
EXPOSE 3307 8000
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:8000/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/server/main.js"]
