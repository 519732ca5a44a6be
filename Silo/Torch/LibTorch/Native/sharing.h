// Whether several threads may run one program at once.
#pragma once
#include "graph.h"
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/alias_analysis.h>

namespace oi {

// Empty where a pass of the frozen `module` leaves no trace in it, else why it may. Freezing makes constants of all attributes that
// nothing writes to; so what is left over is written to, or not known to be unwritten. Besides, nothing may write to a constant: a
// program that was frozen or traced before it was saved has its state there.
inline std::string why_unshared(const torch::jit::Module& module) {
    for (const auto& attribute : module.named_attributes()) return "it may change its attribute '" + attribute.name + "'";
    auto graph = module.get_method("forward").graph();
    torch::jit::AliasDb aliases(graph, /*isFrozen=*/true);
    std::string reason;
    for_each_node(graph->block(), [&](torch::jit::Node* node) {
        if (node->kind() == c10::prim::Constant) {
            if (node->output()->type()->kind() == c10::TypeKind::ClassType) reason = "it holds an object";
            else if (aliases.hasWriters(node->output())) reason = "it writes to a constant";
        } else if (node->kind() == c10::prim::SetAttr || node->kind() == c10::prim::CallMethod || node->kind() == c10::prim::CallFunction
                   || node->hasAttribute(c10::attr::Subgraph)) {
            reason = std::string("it contains ") + node->kind().toQualString();
        }
    });
    return reason;
}

} // namespace oi
