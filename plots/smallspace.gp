# SPDX-License-Identifier: MIT
# Question: What does it cost to leave an address space and come back?
height = 520
load 'plots/part/common.gp'
set logscale xy
set format xy human
set xrange [0.8:x_max > 1400 ? 1.3 * x_max : 1400]
set xlabel 'pages of the working set, touched again after the round trip'
load 'plots/part/curves.gp'
