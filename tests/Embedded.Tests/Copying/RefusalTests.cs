using Orleans.Serialization;
using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Copying;

public sealed class RefusalTests
{
    [Fact]
    public void A_type_without_the_attribute_is_refused_where_the_reference_is_made() =>
        Refused<IPlainGrain>("IPlainGrain.Take's parameter 'value'", nameof(Plain), "[GenerateSerializer]");

    [Fact]
    public void A_member_that_would_be_dropped_is_refused_by_name() =>
        Refused<IForgetfulGrain>("Forgetful.Lost", "[Id(n)]");

    [Fact]
    public void A_field_of_a_nested_message_is_refused_by_name() =>
        Refused<INestingGrain>("Forgetful.Lost", "Nesting.Inner", "INestingGrain.Give's result");

    [Fact]
    public void State_of_a_base_class_without_the_attribute_is_refused() =>
        Refused<IDerivedGrain>("Base", "_secret", "[GenerateSerializer]");

    [Fact]
    public void A_method_that_returns_no_task_is_refused()
    {
        using var cluster = new SimulatedCluster(seed: 1);
        var error = Assert.Throws<NotSupportedException>(() => cluster.Client.GetGrain<ISyncGrain>("x"));
        Assert.Contains("ISyncGrain.Now returns Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_only_runs_show_fails_its_call()
    {
        using var cluster = new SimulatedCluster(seed: 1);
        var silo = cluster.AddSilo(_ => { });
        cluster.Run(async () =>
        {
            var error = await Assert.ThrowsAsync<CodecNotFoundException>(() => silo.GrainFactory.GetGrain<ICopyGrain>("x").ThatOf(new Plain()));
            Assert.Contains(nameof(Plain), error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Non_serialized_fields_and_record_parameters_need_no_id()
    {
        using var cluster = new SimulatedCluster(seed: 1);
        cluster.AddSilo(_ => { });
        cluster.Run(async () =>
        {
            var back = await cluster.Client.GetGrain<IFineGrain>("x").Same(new Fine(5, "x") { Cache = "not sent" });
            Assert.Equal((5, "x", null), (back.Number, back.Text, back.Cache));
        });
    }

    private static void Refused<TGrain>(params string[] words) where TGrain : IGrainWithStringKey
    {
        using var cluster = new SimulatedCluster(seed: 1);
        var error = Assert.Throws<CodecNotFoundException>(() => cluster.Client.GetGrain<TGrain>("x"));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
