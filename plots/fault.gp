# SPDX-License-Identifier: MIT
# Question: From a faulting store to its completion: what does ring 1 cost?
height = 300
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/bars.gp'
