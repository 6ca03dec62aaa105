# SPDX-License-Identifier: MIT
# Question: What does unloading cost, idle and drained of bindings?
height = 460
load 'plots/part/common.gp'
set logscale x 2
set format y human
set xrange [0.8:x_max > 80 ? 1.3 * x_max : 80]
set yrange [0:*]
set xlabel 'bindings that end with it'
load 'plots/part/curves.gp'
