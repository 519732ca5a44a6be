namespace OrleansInference.Protocol.Wire;

internal ref partial struct ProtoReader
{
    /// <summary>Leaves out a field that isn't known, or that comes in a form which the field doesn't have.</summary>
    public void Skip(uint tag)
    {
        switch (ProtoTag.Wire(tag))
        {
            case ProtoTag.Varint:
                ReadVarint();
                break;
            case ProtoTag.Fixed64:
                SkipBytes(sizeof(ulong));
                break;
            case ProtoTag.Length:
                SkipBytes(ReadLength());
                break;
            case ProtoTag.StartGroup:
                SkipGroup(ProtoTag.Number(tag));
                break;
            case ProtoTag.Fixed32:
                SkipBytes(sizeof(uint));
                break;
            case ProtoTag.EndGroup:
                Fail("the end of a group that did not begin");
                break;
            default:
                Fail($"the wire type {ProtoTag.Wire(tag)}, which does not exist");
                break;
        }
    }

    public void SkipBytes(int count)
    {
        if (count > Left)
        {
            Fail("the message ends within a field");
            return;
        }
        while (count > 0 && (_index < _end || Refill()))
        {
            var step = Math.Min(count, _end - _index);
            _index += step;
            count -= step;
        }
    }

    private void SkipGroup(uint number)
    {
        if (++_depth > MaxDepth)
            Fail($"nested more than {MaxDepth} deep");
        uint tag;
        while ((tag = ReadTag()) != 0 && ProtoTag.Wire(tag) != ProtoTag.EndGroup)
            Skip(tag);
        if (ProtoTag.Number(tag) != number)
            Fail("a group without its end");
        _depth--;
    }
}
