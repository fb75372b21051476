// Started by Jupyter with the path of a connection file.
require("tslab/dist/main.js").startKernel({ configPath: process.argv[2], enableFindLocal: false });
