# SPDX-License-Identifier: MIT
# Question: What does replacing a module cost while it is bound?
height = 460
load 'plots/common.gp'
set logscale x 2
set format y human
set xrange [0.8:80]
set yrange [0:*]
set xlabel 'bindings to the module'
load 'plots/curves.gp'
