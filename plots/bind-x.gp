# SPDX-License-Identifier: MIT
# Question: Does the configuration manager slow down as its work grows?
height = 560
load 'plots/part/common.gp'
set logscale xy
set xrange [0.7:x_max > 2000 ? 1.3 * x_max : 2000]
set format xy human
set xlabel 'x: terms, pairs, modules or bindings, as the case says'
load 'plots/part/curves.gp'
