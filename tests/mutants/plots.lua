-- SPDX-License-Identifier: MIT
-- What may break in plots/.

return {
  { file = "plots/common.gp",
    { "set output out", "set output 'plot.svg'",
      "each plot goes to the same file", "host/plot" },
    { "if (format eq 'svg') {", "if (format eq 'png') {",
      "SVG and PNG are swapped", "host/plot" },
  },
  { file = "plots/generic.gp",
    { "if (by_x) {", "if (!by_x) {", "an unknown experiment is not drawn",
      "host/plot" },
  },
}
