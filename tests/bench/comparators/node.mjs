/* Socket.IO on Node, used as documented, with WebSocket only: a comparator of the fan-out benchmark. */

import { createServer } from "node:http";
import { Server } from "socket.io";

const BYTES = 600; // bytes per update
const HEAD = '42["change",["floor.en",{"text":"';
const body = ["floor.en", { text: "x".repeat(BYTES - HEAD.length - '"}]]'.length) }];

const server = createServer((request, response) => {
  if (request.method === "POST") io.to("floor").emit("change", body);
  response.end();
});
const io = new Server(server, { transports: ["websocket"], cors: { origin: true } });

io.on("connection", (socket) => {
  socket.on("subscribe", (_request, acknowledge) => {
    socket.join("floor");
    acknowledge({ ok: true });
  });
});
server.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 }, () => console.log("ready"));
