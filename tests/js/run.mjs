// The runner of the tests of scripts: `node tests/js/run.mjs FILE…`. Without a FILE, it runs all tests below tests/js.
//
// Each file runs in its own thread, with its own globals and modules. `node --test` starts a process for each file
// instead, which takes four times as long.
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

const THREADS = 2;

// Set a local time that differs from UTC, so that a script that confuses the two fails its tests. For nine hours of
// each day, even the date differs.
process.env.TZ = "Asia/Tokyo";

const folder = fileURLToPath(new URL(".", import.meta.url));
const all = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".test.mjs"));
const files = process.argv.length > 2 ? process.argv.slice(2) : all.map((name) => join(folder, name)).sort();
let [passed, failed] = [0, 0];

/** Run the tests of a file. Print the output only if a test fails, or if the file has no test. */
function run(file) {
  return new Promise((done) => {
    const worker = new Worker(resolve(file), { stdout: true, stderr: true });
    let output = "";
    for (const stream of [worker.stdout, worker.stderr]) stream.on("data", (text) => (output += text));
    worker.on("error", (error) => (output += error.stack));
    worker.on("exit", (code) => {
      const count = (name) => Number(output.match(new RegExp(`^\\S ${name} (\\d+)$`, "m"))?.[1] ?? 0);
      passed += count("pass");
      if (code || !count("tests") || count("pass") !== count("tests")) {
        failed += 1;
        console.log(`${file}: failed\n${output}`);
      }
      done();
    });
  });
}

const queue = files.values();
await Promise.all(
  Array.from({ length: THREADS }, async () => {
    for (const file of queue) await run(file);
  }),
);
console.log(`${passed} tests passed, ${failed} of ${files.length} files failed`);
process.exitCode = failed || !files.length ? 1 : 0;
