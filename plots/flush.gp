# SPDX-License-Identifier: MIT
# Question: When is it cheaper to flush the whole TLB than page by page?
height = 520
load 'plots/part/common.gp'
set logscale xy
set format xy human
set xrange [0.8:x_max > 1400 ? 1.3 * x_max : 1400]
set xlabel 'pages changed, flushed and touched again'
load 'plots/part/curves.gp'
