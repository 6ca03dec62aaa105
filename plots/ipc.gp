# SPDX-License-Identifier: MIT
# Question: What does a call from one client to another cost, there and back?
height = count > 16 ? 760 : 480
load 'plots/part/common.gp'
# A line of the key for each pair: beside the plot.
set key at screen 0.995, graph 1 right top vertical reverse Left \
    samplen 2 spacing 0.95 maxrows count font 'DejaVu Sans,9'
set tmargin 5.5
set rmargin at screen 0.59
# Zero bytes stand left of those that there are.
set logscale xy
set xtics ('0' 16, '64' 64, '256' 256, '1k' 1024, '4k' 4096)
at(x) = x == 0 ? 16 : x
set xrange [12:x_max > 5000 ? 1.3 * x_max : 5000]
set yrange [y_min < 20 ? y_min : 20:*]
set format y human
set xlabel 'bytes there, and as many back  (key: case, caller-server)'
set ylabel sprintf('%s there and back', unit)
# In the workload's order: a colour for each model of the caller, a shape for
# each of the server, dashes and open shapes for `send`. Behind all pairs of n
# models, one line a model for `grant`: stars and dots.
n = count == 36 ? 4 : count == 21 ? 3 : count == 10 ? 2 : count == 3 ? 1 : 0
grant(i) = n > 0 && i > 2 * n * n ? i - 2 * n * n : 0
pair(i) = (i - 1) / 2
hue(i) = colour(grant(i) ? grant(i) : pair(i) / 4 % 4 + 1)
form(i) = grant(i) ? 3 : \
    word('7 5 9 13 6 4 8 12', pair(i) % 4 + (i % 2 ? 1 : 5)) + 0
line(i) = grant(i) ? 3 : i % 2 ? 1 : 2
plot for [i = 1:count] data index i - 1 using (at($1)):2 with lines \
         linecolor rgb hue(i) linewidth 1.2 dashtype line(i) notitle, \
     for [i = 1:count] data index i - 1 using (at($1)):2:3:4 with yerrorbars \
         linecolor rgb hue(i) pointtype form(i) pointsize 1.1 linewidth 1.2 \
         title columnheader(1)
