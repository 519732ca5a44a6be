using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Saved;
using OrleansInference.Control;
using OrleansInference.Control.Saved;
using OrleansInference.Models;
using OrleansInference.Routing.Traffic;
using OrleansInference.Routing.Traffic.Saved;

namespace OrleansInference.SavedState;

/// <summary>The texts below stand in the storages of servers that run: they have to be read for ever.</summary>
public sealed class DocumentFormatTests
{
    private const string Traffic1 = """
        {
          "format": 1,
          "stamp": 638700000000000000,
          "spec": {
            "weights": [
              {
                "version": 1,
                "weight": 0.95
              },
              {
                "version": 2,
                "weight": 0.05
              }
            ],
            "stickyKey": "user",
            "affinityKey": "session",
            "policy": "power-of-two",
            "shadow": {
              "version": 3,
              "share": 0.1,
              "tolerance": 0.0001
            }
          },
          "before": {
            "weights": []
          }
        }
        """;

    private const string Autoscaler1 = """
        {
          "format": 1,
          "overrides": [
            {
              "stamp": 638700000000000001,
              "paused": true
            },
            {
              "model": "digits/1",
              "stamp": 638700000000000002,
              "paused": false,
              "pinned": 3
            }
          ],
          "sizes": [
            {
              "model": "digits/1",
              "replicas": 6
            }
          ]
        }
        """;

    private const string Models1 = """
        {
          "format": 1,
          "models": [
            {
              "model": "digits",
              "wanted": true,
              "stamp": 638700000000000003,
              "config": "{\"max_batch_size\":4}",
              "dependent": false,
              "unloadDependents": false
            }
          ]
        }
        """;

    private static readonly ModelTraffic Traffic = new()
    {
        Stamp = 638700000000000000,
        Before = TrafficSpec.Default,
        Spec = new TrafficSpec
        {
            Weights = [new(1, 0.95), new(2, 0.05)], StickyKey = "user", AffinityKey = "session", Policy = PolicyNames.All[0],
            Shadow = new ShadowSpec { Version = 3, Share = 0.1 },
        },
    };

    private static string Traffic1AsWritten => Traffic1.Replace("power-of-two", PolicyNames.All[0], StringComparison.Ordinal);

    [Fact]
    public void Traffic_of_format_1_is_read_and_written()
    {
        Assert.Equal(Traffic, SavedTraffic.Format.Read(Traffic1AsWritten).ToTraffic());
        Assert.Equal(Traffic1AsWritten, SavedTraffic.Format.Write(SavedTraffic.Of(Traffic)));
    }

    [Fact]
    public void What_the_autoscaler_stores_in_format_1_is_read_and_written()
    {
        var stored = SavedScaling.Format.Read(Autoscaler1);
        Assert.Equal(
            [new ScalingOverride { Stamp = 638700000000000001, IsPaused = true }, new ScalingOverride { Model = new ModelVersion("digits", 1), Stamp = 638700000000000002, Pinned = 3 }],
            stored.Overrides.Select(set => set.ToOverride()));
        Assert.Equal((new ModelVersion("digits", 1), 6), Assert.Single(stored.Sizes).Parsed());
        Assert.Equal(Autoscaler1, SavedScaling.Format.Write(stored));
    }

    [Fact]
    public void Models_of_format_1_are_read_and_written()
    {
        var stored = SavedModels.Format.Read(Models1);
        Assert.Equal(new WantedModel { Model = "digits", IsWanted = true, Stamp = 638700000000000003, Config = """{"max_batch_size":4}""" }, Assert.Single(stored.Models).ToWanted());
        Assert.Equal(Models1, SavedModels.Format.Write(stored));
    }

    [Fact]
    public void What_a_later_version_adds_is_ignored_and_what_it_leaves_out_has_its_default()
    {
        var stored = SavedTraffic.Format.Read("""{"format":1,"stamp":5,"spec":{"shadow":{"version":2,"share":0.5,"new":[1]},"new":{}},"new":true}""");
        Assert.Equal(new TrafficSpec { Shadow = new ShadowSpec { Version = 2, Share = 0.5 } }, stored.ToTraffic().Spec);
        Assert.Equal(TrafficSpec.Default, stored.ToTraffic().Before);
    }

    [Fact]
    public void What_was_changed_by_hand_to_something_that_can_not_be_is_refused_with_the_reason()
    {
        var stored = SavedTraffic.Format.Read("""{"format":1,"stamp":5,"spec":{"weights":[{"version":1,"weight":-1}]}}""");
        Assert.Contains("finite numbers of at least 0", Assert.Throws<FormatException>(stored.ToTraffic).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Older_formats_are_brought_to_the_newest_by_each_step_in_turn()
    {
        var format = new DocumentFormat<SavedSize>(
            ScalingJson.Default.SavedSize,
            body => body["model"] = $"{body["name"]}/{body["version"]}",
            body => body["replicas"] = body["silos"]!.GetValue<int>() * 2);
        Assert.Equal(3, format.Number);
        Assert.Equal((new ModelVersion("digits", 1), 6), format.Read("""{"format":1,"name":"digits","version":1,"silos":3}""").Parsed());
        Assert.Equal((new ModelVersion("digits", 1), 6), format.Read("""{"format":2,"model":"digits/1","silos":3}""").Parsed());
        Assert.Equal((new ModelVersion("digits", 1), 6), format.Read("""{"format":3,"model":"digits/1","replicas":6}""").Parsed());
        Assert.Equal(3, JsonNode.Parse(format.Write(new SavedSize()))!["format"]!.GetValue<int>());
        Assert.Throws<NewerFormatException>(() => format.Read("""{"format":4}"""));
        Assert.Throws<FormatException>(() => format.Read("""{"format":2,"model":"digits/1"}"""));
    }
}
