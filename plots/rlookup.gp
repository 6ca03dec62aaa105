# SPDX-License-Identifier: MIT
# Question: How long does it take to find the mappings of a frame?
height = 520
load 'plots/common.gp'
set logscale xy
set format xy human
set xrange [0.8:90000]
set xlabel 'mappings in the page table'
load 'plots/curves.gp'
