/*
 * A Socket.IO server on Node. The fan-out benchmark compares the product with this server. The server is set up as in
 * Socket.IO's documentation, but allows only WebSocket.
 */

import { createServer } from "node:http";
import { Server } from "socket.io";

const BYTES = 600; // The size of each update, in bytes.
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
