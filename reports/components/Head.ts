/**
 * What every page's head holds, as HTML: fonts from the site itself, the language and a zoom that Framework's own head
 * leaves out, an icon. Addresses are relative, so that the site works in any folder of a host.
 */
export function Head({ path }: { path: string }): string {
  const up = "../".repeat(path.split("/").length - 2) || "./";
  const fonts = [
    { family: "Inter Variable", file: "inter", weights: "100 900" },
    { family: "Source Serif 4 Variable", file: "source-serif-4", weights: "200 900" },
  ].map((font) => ({ ...font, address: `${up}loaders/fonts/${font.file}.woff2` }));
  const faces = fonts.map(
    ({ family, weights, address }) =>
      `@font-face{font-family:"${family}";font-style:normal;font-display:swap;font-weight:${weights};src:url("${address}") format("woff2")}`,
  );
  const icon =
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%232b5f92'/%3E%3Cpath d='M6 16h20' stroke='white' stroke-width='3' stroke-linecap='round'/%3E%3Ccircle cx='18' cy='16' r='5' fill='%23f29b5d' stroke='white' stroke-width='2'/%3E%3C/svg%3E";
  return [
    ...fonts.map(
      ({ address }) => `<link rel="preload external" href="${address}" as="font" type="font/woff2" crossorigin>`,
    ),
    `<style>${faces.join("")}</style>`,
    `<link rel="icon external" type="image/svg+xml" href="data:image/svg+xml,${icon}">`,
    `<script>document.documentElement.lang="en";document.querySelector("meta[name=viewport]").content="width=device-width, initial-scale=1"</script>`,
  ].join("\n");
}
