import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const installed = ["webgpu", "@tensorflow/tfjs-backend-webgpu"].every((name) => {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
});

/** The driver of the software adapter that Chromium brings along, as Debian packs it. */
function softwareDriver(): string | null {
  const named = process.env["VK_DRIVER_FILES"];
  if (named) return named;
  try {
    const files = execFileSync("dpkg", ["-L", "chromium-common"], { encoding: "utf8", stdio: "pipe" }).split("\n");
    return files.find((file) => file.endsWith("/vk_swiftshader_icd.json") && existsSync(file)) ?? null;
  } catch {
    return null;
  }
}

const driver = installed ? softwareDriver() : null;
const reason = !installed
  ? "webgpu and @tensorflow/tfjs-backend-webgpu are not installed"
  : driver === null
    ? "there is no software graphics adapter (Debian's chromium-common has one)"
    : "";

async function lossesOn(backend: string): Promise<{ backend: string; losses: number[]; left: number }> {
  const folder = driver === null ? "" : dirname(driver);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "test/models/losses-in-child.ts", backend],
    { env: { ...process.env, VK_DRIVER_FILES: driver ?? "", LD_LIBRARY_PATH: folder, XDG_RUNTIME_DIR: folder } },
  );
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as { backend: string; losses: number[]; left: number };
}

it(`losses on WebGPU are those of WebAssembly${reason === "" ? "" : `: skipped, ${reason}`}`, async (test) => {
  test.skip(reason !== "", reason);
  const [wasm, webgpu] = await Promise.all([lossesOn("wasm"), lossesOn("webgpu")]);
  expect(wasm).toMatchObject({ backend: "tfjs-wasm", left: 0 });
  expect(webgpu).toMatchObject({ backend: "tfjs-webgpu", left: 0 });
  expect(webgpu.losses).toHaveLength(6);
  webgpu.losses.forEach((loss, k) => expect(Math.abs(loss - wasm.losses[k]!)).toBeLessThan(1e-3));
});
