// npm run notebooks: opens Jupyter in this folder with the committed kernel.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const kernel = dirname(fileURLToPath(import.meta.url));
const env = { ...process.env, JUPYTER_PATH: [kernel, process.env.JUPYTER_PATH].filter(Boolean).join(":") };

function open([command, ...others]) {
  const jupyter = spawn("jupyter", [command, ...process.argv.slice(2)], {
    cwd: join(kernel, ".."),
    env,
    stdio: "inherit",
  });
  jupyter.on("error", () => {
    console.error("jupyter is not installed. Any of these brings it:");
    console.error("  pip install jupyterlab      apt install jupyter-notebook      conda install jupyterlab");
    console.error(
      "The notebooks run without it too: node notebooks/kernel/run.cjs notebooks/01-look-at-the-data.ipynb",
    );
    process.exitCode = 1;
  });
  jupyter.on("exit", (code) => {
    if (code === 127 || (code !== 0 && others.length > 0)) open(others);
    else process.exitCode = code ?? 0;
  });
}

open(["lab", "notebook"]);
