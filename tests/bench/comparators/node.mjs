/* Node's Socket.IO as documented, websocket only. */
import { createServer } from "node:http";
import { Server } from "socket.io";

const HEAD = '42["change",["floor.en",{"text":"';
const body = ["floor.en", { text: "x".repeat(600 - HEAD.length - '"}]]'.length) }];

const server = createServer((request, response) => {
  if (request.method === "POST") io.to("floor").emit("change", body);
  response.end();
});
const io = new Server(server, { transports: ["websocket"], cors: { origin: true } });

io.on("connection", (socket) => {
  socket.on("subscribe", (_subscription, answer) => {
    socket.join("floor");
    answer({ ok: true });
  });
});
server.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 }, () => console.log("ready"));
