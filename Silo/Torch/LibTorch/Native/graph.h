// Walks over a program's graph.
#pragma once
#include <torch/csrc/jit/ir/ir.h>

namespace oi {

// Calls `visit` for each node, those in branches and loops too.
template <class Visit>
void for_each_node(torch::jit::Block* block, const Visit& visit) {
    for (auto* node : block->nodes()) {
        visit(node);
        for (auto* inner : node->blocks()) for_each_node(inner, visit);
    }
}

// Replaces each constant tensor by what `change` makes of it.
template <class Change>
void change_constants(torch::jit::Graph& graph, const Change& change) {
    for_each_node(graph.block(), [&](torch::jit::Node* node) {
        if (node->kind() != c10::prim::Constant || !node->hasAttribute(c10::attr::value)) return;
        if (node->kindOf(c10::attr::value) != torch::jit::AttributeKind::t) return;
        auto before = node->t(c10::attr::value);
        auto after = change(before);
        if (after.is_same(before)) return;
        node->t_(c10::attr::value, after);
        node->output()->inferTypeFrom(after);
    });
}

} // namespace oi
