using OrleansInference.Protocol;

namespace OrleansInference.Tests.Protocol;

/// <summary>Numbers that real clients rely on, and on which Triton and KServe differ.</summary>
public sealed class ProtosTests
{
    [Fact]
    public void Repository_requests_have_the_numbers_of_Triton()
    {
        Assert.Equal(1, RepositoryModelLoadRequest.RepositoryNameFieldNumber);
        Assert.Equal(2, RepositoryModelLoadRequest.ModelNameFieldNumber);
        Assert.Equal(2, RepositoryModelUnloadRequest.ModelNameFieldNumber);
    }

    [Fact]
    public void Raw_tensors_have_the_numbers_of_the_protocol()
    {
        Assert.Equal(7, ModelInferRequest.RawInputContentsFieldNumber);
        Assert.Equal(6, ModelInferResponse.RawOutputContentsFieldNumber);
    }
}
