/** Version of Assay, as `assayVersion` in every document; the same as in package.json, which a test checks. */
export const assayVersion = "0.1.0";
