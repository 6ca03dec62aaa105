# SPDX-License-Identifier: MIT
# Dots on a logarithmic axis, for cases that differ by orders of magnitude:
# the repeated operation, and its cold first use. Needs common.gp, cases.gp.

top = cold_max > top ? cold_max : top
bottom = cold_min < bottom ? cold_min : bottom
set logscale x 10
set format x human
set xrange [10 ** floor(log10(bottom)):10 ** ceil(log10(top) + 0.2)]
plot data using 3:1:4:5:ytic(2) with xerrorbars linecolor rgb blue \
         linewidth 2 pointtype 7 pointsize 1.3 title 'repeated', \
     data using 7:1 with points linecolor rgb orange linewidth 2 \
         pointtype 6 pointsize 1.5 title 'cold', \
     data using 3:1:(sprintf('%d', $3)) with labels center offset 0, 0.9 \
         font 'DejaVu Sans,10' textcolor rgb blue notitle
